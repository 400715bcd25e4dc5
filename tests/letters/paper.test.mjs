// The head and the foot of a letter, whatever the municipality, the case and the receiver are called; its arms; a table.
import assert from 'node:assert/strict'
import { test, before, after } from 'node:test'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { startPress, letter } from './press.mjs'

const root = new URL('../..', import.meta.url).pathname
const run = (cmd, ...args) => execFileSync(cmd, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const ends = []
let dir, press
before(async () => {
  dir = mkdtempSync('/tmp/skranke-paper-')
  press = await startPress({ after: (end) => ends.push(end) })
})
after(async () => { for (const end of ends) await end(); rmSync(dir, { recursive: true }) })

const words = readFileSync(root + 'templates/shared/paper.xml', 'utf8').replace(/^<\?xml.*?\?>/, '')
const arms = readFileSync(root + 'deploy/demo/tenants/9998.svg', 'utf8')
const plain = { tenant: 'Fjordvik kommune', 'tenant-address': 'Torget 1, 9998 Fjordvik', 'tenant-phone': '99 80 00 00', 'tenant-email': 'post@fjordvik.example',
  'tenant-url': 'https://fjordvik.example/', date: '22. november 2026', case: 'BHG-2026-000001', code: '2345-6789-2345-6789', verify: 'https://fjordvik.example/kontroll' }
const wide = 'W'.repeat(36), long = 'Guovdageainnu suohkan, Kautokeino kommune og Deatnu-Tana samarbeidskommune for barnehagene i nord'

// The PDF of a letter with these facts, as fcgi/paper/fo.c puts them together.
async function pdf(facts, { receiver = 'Kari Nordmann', logo = '', body = '<p>Hei.</p>' } = {}) {
  const at = Object.entries({ ...plain, ...facts }).map(([k, v]) => ` ${k}="${v}"`).join('')
  writeFileSync(dir + '/in.xml', `<paper xmlns="urn:skranke:paper:1" lang="nb-NO"${at}>${logo && `<logo>${logo}</logo>`}<receiver><line>${receiver}</line><line>Storgata 1</line><line>9998 Fjordvik</line></receiver>`
    + `${words}<letter xmlns="urn:skranke:letter:1" id="x" kind="info" lang="nb"><title>Tittel</title>${body}</letter></paper>`)
  const answer = await letter(press, run('xsltproc', root + 'templates/sheets/letter.xsl', dir + '/in.xml'))
  assert.equal(answer.kind, 'M', `${JSON.stringify(facts).slice(0, 80)}: ${answer.bytes}`)
  writeFileSync(dir + '/out.pdf', answer.bytes)
  return { text: run('pdftotext', '-layout', dir + '/out.pdf', '-'), tree: run('pdfinfo', '-struct-text', dir + '/out.pdf'), path: dir + '/out.pdf' }
}

test('no letter is lost to a name, a case number, a code or an address that is long', async () => {
  const more = { body: '<p>Hei.</p>'.repeat(60) }		// two pages
  for (const logo of ['', arms])
    for (const facts of [{ case: wide }, { code: wide }, { case: crypto.randomUUID(), code: crypto.randomUUID() }, { tenant: long },
      { 'tenant-url': `https://${'selvbetjening.'.repeat(6)}kommune.example/`, verify: `https://${'selvbetjening.'.repeat(6)}kommune.example/kontroll` },
      { tenant: long, case: wide, code: wide, 'tenant-address': `${long}, 9998 Fjordvik`, verify: `https://${'selvbetjening.'.repeat(6)}kommune.example/kontroll` }])
      await pdf(facts, { ...more, logo })
  assert.match((await pdf({}, { receiver: 'Anne-Margrethe Christoffersen '.repeat(6) })).text, /Christoffersen/)
})

test('a signature has something of the letter with it on its page', async () => {
  const signed = '<p as="signature">Vennlig hilsen</p><p as="signature">Fjordvik kommune</p><rows as="signature"><row><label>Adresse</label><text>Torget 1</text></row></rows>'
  const pages = async (body) => (await pdf({}, { body })).text.split('\f')
  const room = (await pages('<p>Hei.</p>'.repeat(60)))[0].match(/Hei\./g).length
  for (const last of ['<p>Hei.</p>', '<list><item>Hei.</item></list>'])
    assert.match((await pages('<p>Hei.</p>'.repeat(room - 2) + last + signed)).find((x) => /Vennlig hilsen/.test(x)), /Hei\./, last)
})

test('what is of common length stands on one line as it is: case number and code can be copied', async () => {
  const { text } = await pdf({})
  assert.match(text, /BHG-2026-000001/)
  assert.match(text, /2345-6789-2345-6789/)
})

test('the arms stand at the head, first of what is read, and say whose they are to those who do not see them', async () => {
  const { tree, path } = await pdf({}, { logo: arms })
  const objects = Object.values(JSON.parse(run('qpdf', '--json=2', '--json-key=qpdf', path)).qpdf[1]).map((o) => o.value ?? {})
  assert.deepEqual(objects.filter((o) => o['/S'] === '/Figure').map((o) => o['/Alt']), ['u:Kommunevåpenet til Fjordvik kommune'])
  assert.ok(tree.indexOf('Figure') >= 0 && tree.indexOf('Figure') < tree.indexOf('"Fjordvik kommune"'), tree)
})

test('a table is read as one: its header cells, its rows in order', async () => {
  const { tree, text } = await pdf({}, { body: '<table><columns><column>Måned</column><column align="end">Kroner</column></columns>'
    + '<row><cell>januar</cell><cell>1 200</cell></row><row><cell>februar</cell><cell>3 450</cell></row></table><p>Slutt.</p>' })
  assert.match(text, /Måned +Kroner\s+januar +1 200\s+februar +3 450/)
  assert.equal(tree.match(/^ +TH:?$/mg).length, 2)
  assert.equal(tree.match(/^ +TD$/mg).length, 4)
  assert.ok(tree.indexOf('"Kroner"') < tree.indexOf('"januar"') && tree.indexOf('"3 450"') < tree.indexOf('"Slutt."'))
})

test('what was drawn on a map is a picture that says in words what it shows, with the numbers below', async () => {
  const { tree, text, path } = await pdf({}, { body: '<p>Hei.</p><map scale="10 m" wide="86"><alt>Kart over garasjen. Det som er tegnet inn, dekker 125,6 m².</alt>'
    + '<points>59.67, 10.6304; 59.6701, 10.6304</points><stroke layer="property" d="M20 20L500 20L500 300"/><stroke layer="road" d="M0 60L600 60"/>'
    + '<stroke layer="building" d="M200 120L260 120L260 200Z"/><stroke layer="drawn" d="M300 200L380 200L380 260Z"/><name x="300" y="100">12/34</name></map><p>Slutt.</p>' })
  const objects = Object.values(JSON.parse(run('qpdf', '--json=2', '--json-key=qpdf', path)).qpdf[1]).map((o) => o.value ?? {})
  assert.deepEqual(objects.filter((o) => o['/S'] === '/Figure').map((o) => o['/Alt']), ['u:Kart over garasjen. Det som er tegnet inn, dekker 125,6 m².'])
  assert.match(text, /59\.67, 10\.6304; 59\.6701, 10\.6304/)
  assert.ok(tree.indexOf('"Hei."') < tree.indexOf('Figure') && tree.indexOf('Figure') < tree.indexOf('"59.67, 10.6304'), tree)
  assert.equal(run('pdffonts', path).split('\n').slice(2).filter((l) => l && !/ yes +(yes|no) +yes /.test(l)).length, 0)
  if (process.env.SKRANKE_SHOTS) run('pdftoppm', '-r', '60', '-png', path, `${process.env.SKRANKE_SHOTS}/kart`)
})
