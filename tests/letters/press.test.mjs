// The press as it stands on a server: what it makes, what it refuses, and what it survives.
import assert from 'node:assert/strict'
import { test, before, after } from 'node:test'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPress, letter, say, frame, child, warm } from './press.mjs'

const made = (answer) => {
  assert.equal(answer.kind, 'M', answer.bytes.toString())
  assert.equal(answer.bytes.subarray(0, 5).toString(), '%PDF-')
}
const bad = (answer, code) => assert.deepEqual([answer.kind, answer.bytes.toString()], ['B', code])
const long = (pages) => warm.replace('</fo:flow>',
  '<fo:block break-before="page">Enda en side.</fo:block>'.repeat(pages) + '</fo:flow>')
// deeper than the JVM can follow: it dies of its stack
const deadly = warm.replace('</fo:flow>', '<fo:block>'.repeat(60000) + 'x' + '</fo:block>'.repeat(60000) + '</fo:flow>')

// one for those that do not harm it
const ends = []
let press
before(async () => { press = await startPress({ after: (end) => ends.push(end) }) })
after(async () => { for (const end of ends) await end() })

test('a letter that anybody could not read is not made: no language, no alternative text, no title, a font that is not ours', async () => {
  made(await letter(press, warm))
  bad(await letter(press, warm.replace(/xml:lang="[^"]*"/, '')), 'NoLanguage')
  const logo = '<fo:instream-foreign-object ALT><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg></fo:instream-foreign-object>'
  const pictured = (alt) => warm.replace('</fo:flow>', `<fo:block>${logo.replace('ALT', alt)}</fo:block></fo:flow>`)
  made(await letter(press, pictured('xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" fox:alt-text="Et kvadrat"')))
  assert.equal((await letter(press, pictured(''))).kind, 'B')
  assert.equal((await letter(press, warm.replace(/<dc:title>.*?<\/dc:title>/, ''))).kind, 'B')
  assert.equal((await letter(press, warm.replace(/font-family="[^"]*"/, 'font-family="Comic Sans"'))).kind, 'B')
})

test('a letter reaches nothing: no file, no address, no entity', async () => {
  const asks = (src) => warm.replace('</fo:flow>', `<fo:block><fo:external-graphic src="url(${src})" xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" fox:alt-text="x"/></fo:block></fo:flow>`)
  assert.equal((await letter(press, asks('file:///etc/passwd'))).kind, 'B')
  assert.equal((await letter(press, asks('file:///usr/share/fonts/truetype/dejavu/../../../../../etc/hostname'))).kind, 'B')
  assert.equal((await letter(press, asks('http://127.0.0.1:1/'))).kind, 'B')
  bad(await letter(press, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + warm.replace(/^<\?xml.*?\?>/, '')), 'notWellFormed')
})

test('what is no letter is answered with a code, and the next letter is made', async () => {
  bad(await letter(press, 'hei'), 'notWellFormed')
  bad(await letter(press, ''), 'notWellFormed')
  assert.equal((await letter(press, '<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xml:lang="nb"/>')).kind, 'B')
  made(await letter(press, warm))
})

test('what no font can show is a box, and the letter goes', async () => {
  made(await letter(press, warm.replace('</fo:flow>', '<fo:block>čđŋšŧž 😀 ❤️ 中文 и עברית</fo:block></fo:flow>')))
})

test('words without an end stay within the page', async () => {
  made(await letter(press, warm.replace('</fo:flow>', `<fo:block>${'a'.repeat(3000)} https://${'nettside/'.repeat(60)}</fo:block></fo:flow>`)))
})

test('frames that are wrong, too large or broken off are closed without an answer, and hold nobody up', async () => {
  const huge = Buffer.from([0x4c, 0x7f, 0xff, 0xff, 0xff])
  for (const bytes of [frame('X', 'hei'), frame('N', ''), frame('N', 'a b'), frame('N', 'x'.repeat(65)),
    Buffer.concat([frame('N', 'brev-1'), huge]), Buffer.concat([frame('N', 'brev-1'), frame('M', warm)])])
    assert.equal((await say(press, bytes)).kind, '')
  made(await letter(press, warm))
  assert.doesNotMatch(press.log, /press-died/)
})

test('a JVM that is killed between two letters is replaced before the next, and one killed in the middle of a letter makes it after all', async (t) => {
  const press = await startPress(t)
  made(await letter(press, warm))
  const first = child(press)
  process.kill(first, 'SIGKILL')
  await sleep(1000)
  made(await letter(press, warm))
  assert.notEqual(child(press), first)
  assert.doesNotMatch(press.log, /press-died/)
  const answer = letter(press, long(300), 'lang')
  await sleep(200)
  process.kill(child(press), 'SIGKILL')
  made(await answer)
  assert.match(press.log, /press-died letter="lang"/)
})

test('a letter that kills the press twice is set aside, is not tried again, and the others go on', async (t) => {
  const press = await startPress(t)
  const answer = await letter(press, deadly, 'giftig')
  assert.equal(answer.kind, 'P')
  assert.equal(press.log.match(/press-died|letter-poison/g).length, 2)
  assert.match(press.log, /letter-poison letter="giftig"/)
  assert.equal((await letter(press, deadly, 'giftig')).kind, 'P')
  assert.equal(press.log.match(/press-died|letter-poison/g).length, 2)
  made(await letter(press, warm))
})

test('a letter that takes too long is put an end to, twice, and set aside', async (t) => {
  const press = await startPress(t, { SKRANKE_PRESS_MS: '2500' })
  assert.equal((await letter(press, long(40000), 'treg')).kind, 'P')
  made(await letter(press, warm))
})

test('a JVM that holds more memory than it may is replaced between two letters', async (t) => {
  const press = await startPress(t, { SKRANKE_PRESS_MB: '1' })
  made(await letter(press, warm))
  let first
  while ((first = child(press)) === 0) await sleep(5)	// it may be gone already, and the next not there yet
  made(await letter(press, warm))
  while (child(press) === first) await sleep(5)
  assert.match(press.log, /press-grown/)
})

test('a press that is told to end while its JVM starts ends, and so does the JVM', async (t) => {
  const press = await startPress(t)
  made(await letter(press, warm))
  const first = child(press)
  process.kill(first, 'SIGKILL')
  while (child(press) === first || child(press) === 0) await sleep(5)
  const next = child(press)
  await press.stop()
  assert.throws(() => process.kill(next, 0))
})

test('a press without its fonts or its jar says that it is away, and does not end', async (t) => {
  const press = await startPress(t, { SKRANKE_PRESS_HOME: '/nowhere', SKRANKE_PRESS_ARCHIVE: '' })
  assert.equal((await letter(press, warm)).kind, 'A')
  assert.match(press.log, /press-start/)
  process.kill(press.pid, 0)
})

test('a thousand letters side by side all come back whole, and the JVM grows no more than it may', async () => {
  let left = 1000
  await Promise.all(Array.from({ length: 8 }, async (_, i) => {
    for (; left > 0;) {
      left--
      const answer = await letter(press, warm, `brev-${i}`)
      made(answer)
      assert.equal(answer.bytes.subarray(-6).toString().trim(), '%%EOF')
    }
  }))
  const pages = Number(readFileSync(`/proc/${child(press)}/statm`, 'utf8').split(' ')[1])
  assert.ok(pages * 4096 < 400 << 20, `${pages * 4096 >> 20} MB`)
  assert.doesNotMatch(press.log, /press-died|press-grown/)
})
