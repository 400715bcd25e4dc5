// The letters that people get: every one of every service and language, as XML, text and PDF.
import assert from 'node:assert/strict'
import { test, before, after } from 'node:test'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, symlinkSync, mkdirSync } from 'node:fs'
import { startPress, letter, build } from './press.mjs'

const here = new URL('.', import.meta.url).pathname
const run = (cmd, ...args) => execFileSync(cmd, args, { encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'pipe'] })
const tags = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB', se: 'se-NO' }
const mm = (points) => points * 25.4 / 72
let dir, pdfs

before(() => {
  dir = mkdtempSync('/tmp/skranke-letters-')
  run(here + 'golden.sh', '--make', dir + '/l')
  pdfs = readdirSync(dir + '/l').flatMap((service) => Object.keys(tags).flatMap((lang) =>
    readdirSync(`${dir}/l/${service}/${lang}`).filter((f) => f.endsWith('.pdf')).map((f) =>
      ({ service, lang, name: f.slice(0, -4), path: `${dir}/l/${service}/${lang}/${f}` }))))
})
after(() => rmSync(dir, { recursive: true }))

const one = (name, lang = 'nb', service = 'barnehageplass') => pdfs.find((p) => p.name === name && p.lang === lang && p.service === service)

test('each letter says the same as it did: finished XML, plain text and the text of its PDF, byte for byte', () => {
  run(here + 'golden.sh', '--compare', dir + '/l')
  assert.ok(pdfs.length >= 120, `${pdfs.length} letters`)
})

test('each PDF is sound, tagged, has its title and says PDF/A-2a and PDF/UA-1', () => {
  for (const p of pdfs) {
    run('qpdf', '--check', p.path)
    const info = run('pdfinfo', p.path), meta = run('pdfinfo', '-meta', p.path)
    const title = readFileSync(p.path.replace(/pdf$/, 'xml'), 'utf8').match(/<title[^>]*>(.*?)<\/title>/s)[1]
    assert.match(info, /^Tagged: +yes$/m, p.path)
    assert.match(info, /^Page size: .*A4/m, p.path)
    assert.equal(info.match(/^Title: +(.*)$/m)[1], title.replace(/&amp;/g, '&'))
    assert.match(meta, /<pdfaid:part>2<\/pdfaid:part>/)
    assert.match(meta, /<pdfaid:conformance>A<\/pdfaid:conformance>/)
    assert.match(meta, /<pdfuaid:part>1<\/pdfuaid:part>/)
    assert.match(meta, new RegExp(`<dc:language>\\s*<rdf:Bag>\\s*<rdf:li>${tags[p.lang]}<`))
  }
})

test('each PDF names its language to those who hear it, and what stands in bokmål within another', () => {
  for (const lang of Object.keys(tags)) {
    const p = one('decision-grant', lang)
    const objects = Object.values(JSON.parse(run('qpdf', '--json=2', '--json-key=qpdf', p.path)).qpdf[1]).map((o) => o.value ?? {})
    assert.equal(objects.find((o) => o['/Type'] === '/Catalog')['/Lang'], `u:${tags[lang]}`)
    const inside = new Set(objects.map((o) => o['/Lang']))
    const bokmaal = /xml:lang="nb"/.test(readFileSync(p.path.replace(/pdf$/, 'xml'), 'utf8'))
    if (bokmaal) assert.ok(inside.has('u:nb-NO'), lang)
    for (const l of inside) assert.ok([undefined, 'u:nb-NO', `u:${tags[lang]}`].includes(l), `${lang}: ${l}`)
  }
})

test('a reader meets heading, list and rows as what they are, the header of each row as its header, and nothing of the foot', () => {
  const tree = run('pdfinfo', '-struct-text', one('receipt').path)
  assert.match(tree, /^ +H1 /m)
  assert.match(tree, /^ +H2 /m)
  assert.match(tree, /TH:\s+\/Scope \/Row/)
  assert.doesNotMatch(tree, /Side \d/)
  assert.match(run('pdfinfo', '-struct-text', one('decision-grant').path), /LI \(block\)\s+Lbl \(block\)/)
  const heads = tree.indexOf('Kvittering'), to = tree.indexOf('"Saksnummer"')
  assert.ok(to > 0 && to < heads, 'what stands beside the window is read before the title')
})

test('all that is in the window of an envelope is who it is for and who sends it back', () => {
  const words = run('pdftotext', '-bbox', '-l', '1', one('decision-reject').path, '-')
    .match(/<word .*<\/word>/g).map((w) => { const [x0, y0, x1, y1] = w.match(/[\d.]+(?=")/g).map(Number); return { x0: mm(x0), y0: mm(y0), x1: mm(x1), y1: mm(y1), text: w.replace(/<[^>]*>/g, '') } })
  const inside = words.filter((w) => w.x1 > 20 && w.x0 < 105 && w.y1 > 45 && w.y0 < 90)
  const text = inside.map((w) => w.text).join(' ')
  assert.equal(text, 'Fjordvik kommune, Torget 1, 9999 Eksempel Per Hansen Storgata 1 B 9999 Eksempel')
  for (const w of inside) assert.ok(w.x0 >= 19.9 && w.x1 <= 105 && w.y0 >= 44.5 && w.y1 <= 85, JSON.stringify(w))
})

test('each page says whose letter it is, which case, and which page of how many', () => {
  for (const p of pdfs.filter((p) => p.lang === 'nb')) {
    const pages = run('pdftotext', '-layout', p.path, '-').split('\f').slice(0, -1)
    pages.forEach((text, i) => {
      assert.ok(text.includes(`Side ${i + 1} av ${pages.length}`), `${p.path} ${i + 1}`)
      assert.match(text, /[A-Z]{2,8}-\d{4}-000001/)
      assert.match(text, /kommune/)
      assert.match(text, /kontroll: 2345678923456789/)
    })
  }
})

test('all fonts are embedded, and there is nothing but fonts of ours', () => {
  for (const p of pdfs.filter((p) => p.name === 'receipt')) {
    const fonts = run('pdffonts', p.path).split('\n').slice(2).filter(Boolean)
    assert.ok(fonts.length > 0)
    for (const f of fonts) assert.match(f, /^\w{6}\+(OpenSans|DejaVuSans)\S* .* yes +yes +yes /)
  }
})

// Preflight knows PDF/A-1 alone, and cannot read the schema that PDF/UA needs in the metadata: the same letter, without those.
test('Preflight finds a letter a valid PDF/A-1b, with what goes with it named or without, when that is what is asked for', async (t) => {
  const home = dir + '/a1'
  mkdirSync(home)
  symlinkSync(build + '/jvm/press.jar', home + '/press.jar')
  writeFileSync(home + '/fop.xconf', readFileSync(build + '/jvm/fop.xconf', 'utf8').replaceAll('PDF/A-2a', 'PDF/A-1a')
    .replace(/<pdf-ua-mode>.*<\/pdf-ua-mode>/, '<version>1.4</version>'))
  const plain = (fo) => fo.replace(/<rdf:Description rdf:about="">\s*<pdfaExtension:schemas>.*?<\/pdfaExtension:schemas>\s*<\/rdf:Description>/s, '')
  writeFileSync(home + '/warm.fo', plain(readFileSync(build + '/jvm/warm.fo', 'utf8')
    .replace(/<rdf:Description rdf:about="" xmlns:pdfaExtension.*?<\/pdfaExtension:schemas><\/rdf:Description>/s, '')))
  const press = await startPress(t, { SKRANKE_PRESS_HOME: home, SKRANKE_PRESS_ARCHIVE: '' })
  const jars = ['preflight', 'pdfbox2', 'fontbox2', 'xmpbox', 'commons-logging', 'commons-io', 'javax.activation', 'jaxb-api']
    .map((j) => `/usr/share/java/${j}.jar`).join(':')
  const enclosing = one('neighbour-notice', 'nb', 'tiltak-uten-ansvarsrett')
  assert.match(run('pdftotext', '-layout', enclosing.path, '-'), /Vedlegg 2 +tegninger\.pdf[^]*[0-9a-f]{8}/)
  for (const of of [...Object.keys(tags).map((lang) => one('receipt', lang)), enclosing]) {
    const answer = await letter(press, plain(readFileSync(of.path.replace(/pdf$/, 'fo'), 'utf8'))), file = `${home}/${of.name}-${of.lang}.pdf`
    assert.equal(answer.kind, 'M', answer.bytes.toString())
    writeFileSync(file, answer.bytes)
    assert.match(run('java', '-cp', jars, 'org.apache.pdfbox.preflight.Validator_A1b', file), /is a valid PDF\/A-1b file/)
  }
})
