/* A case in the shape of somebody else, at the desk and by the command line: the service «gjerde» of tests/fixtures, and a
   building application. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, root, skranke, sql } from '../harness/stack.mjs';
import { main, press } from './apply.mjs';
import { staff } from './decide.mjs';
import { pdf } from './files.mjs';
import { letter, opened, page, parties, reply, tell } from './neighbours.mjs';

const looks = ref => Number(sql(`SELECT count(*) FROM access_log a JOIN case_file c ON c.id = a.case_id WHERE a.what = 'answers' AND c.ref = '${ref}'`)[0][0]);
let ref, pid;

before(async () => {
	sql(`INSERT INTO desk_right (tenant_id, desk_user_id, service, role)
		SELECT tenant_id, desk_user_id, 'gjerde', role FROM desk_right WHERE service = 'redusert-foreldrebetaling' ON CONFLICT DO NOTHING`);
	const v = new Visitor(base);
	await v.login('kari', '/tjenester/gjerde');
	await v.post(`${base}/soknad/gjerde`, { csrf: v.csrf });
	const draft = v.page.url.replace(/\/[^/]*$/, '');
	await press(v, { lengde: '10', hoyde: '1,5' });
	await v.post(`${draft}/send`, { csrf: v.csrf });
	ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)?.[1];
	[[pid]] = sql(`SELECT p.pid FROM person p JOIN case_file c ON c.person_id = p.id WHERE c.ref = '${ref}'`);
});

describe('a case in the shape of somebody else', () => {
	test('is a file among the documents, with a name and a type, and who saves it is noted', async () => {
		const c = await staff('ansatt-9998-1', ref), before = looks(ref);
		const page = await c.see('dokumenter');
		assert.match(page, new RegExp(`href="/saksbehandling/sak/${ref}/eksport/register"`));
		const file = await c.go(`${base}/saksbehandling/sak/${ref}/eksport/register`);
		assert.equal(file.status, 200);
		assert.equal(file.headers['content-type'], 'application/xml; charset=utf-8');
		assert.match(file.headers['content-disposition'], new RegExp(`^attachment; filename="${ref}-register\\.xml"`));
		assert.match(file.text, new RegExp(`<sak>${ref}</sak>\\s+<kommune>9998</kommune>\\s+<lengde>10</lengde>`));
		assert.match(file.text, new RegExp(`<navn>[^<]+</navn>\\s+<fodselsnummer>${pid}</fodselsnummer>`));
		assert.doesNotMatch(file.text, /vedtak/);
		assert.equal(looks(ref), before + 1);
	});

	test('is nothing to who may not see the case, and there is none that the service does not describe', async () => {
		const c = await staff('ansatt-9998-1', ref), other = new Visitor(base), before = looks(ref);
		assert.equal((await c.go(`${base}/saksbehandling/sak/${ref}/eksport/annet`)).status, 404);
		assert.equal((await c.go(`${base}/saksbehandling/sak/GJE-2020-999999/eksport/register`)).status, 404);
		await other.login('ola', '/tjenester/gjerde');
		const answer = await other.go(`${base}/saksbehandling/sak/${ref}/eksport/register`);
		assert.doesNotMatch(answer.text, new RegExp(pid));
		assert.ok(looks(ref) <= before + 1);
	});

	test('is written by the command line too, and what it does not find it says', () => {
		const made = skranke('export', ref, 'register');
		assert.equal(made.status, 0, made.said);
		assert.match(made.said, new RegExp(`<fodselsnummer>${pid}</fodselsnummer>`));
		assert.match(skranke('export', ref, 'registre').said, /there is no export 'registre' of gjerde; there is register/);
		assert.match(skranke('export', 'GJE-2020-999999', 'register').said, /there is no case GJE-2020-999999/);
		assert.equal(skranke('export', ref, 'register', '9997').status, 1);
		assert.equal(skranke('export', ref).status, 2);
	});

	test('leaves no identity number in a log', () => {
		assert.ok(!logs().includes(pid));
	});
});

/* What is answered on each page; files beside. */
const drawing = (field, name) => [field, name, pdf(), 'application/pdf'];
const building = [
	[{ tiltakstype: 'garasje', beboelse: 'nei', beskrivelse: 'Garasje & bod' }],
	[{ 'eiendom.1.kommunenummer': '9998', 'eiendom.1.gardsnummer': '12', 'eiendom.1.bruksnummer': '34', 'eiendom.1.adresse': 'Bryggeveien 4',
		bebygd: 'ja', tomteareal: '800' }],
	[{ nytt_areal: '49,5', bruksareal: '44', monehoyde: '4,5', gesimshoyde: '2,8', bya_for: '120', parkering: '36', grad: 'ingen' }],
	[{ avstand_nabogrense: '4,25', ledninger: 'ja', ledninger_avklart: 'Fjordvik vann sier ja' }],
	[{ plantype: 'regulering', plannavn: 'Bryggeveien øst', dispensasjon: 'nei' }],
	[{ vei: 'kommunal', ny_avkjorsel: 'nei', vann: 'uendret', avlop: 'uendret', overvann: 'Plenen', flom: 'nei', skred: 'nei' }],
	[{}, [drawing('situasjonsplan', 'kart.pdf'), drawing('tegninger', 'plan & snitt.pdf'), drawing('tegninger', 'fasade.pdf')]],
];

/* Sent, with the neighbours told: one has remarks, the others let their time go. */
async function permit() {
	const v = new Visitor(base);
	await v.login('kari', '/tjenester/tiltak-uten-ansvarsrett');
	const { csrf } = v;
	await v.post(`${base}/soknad/tiltak-uten-ansvarsrett`, { csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	v.id = v.draft.replace(/.*\//, '');
	for (const [values, files] of building)
		await page(v, values, files);
	await press(v, {}, 'hent:hent');
	await press(v);
	await press(v, { hvem: 'jeg', faktura: 'Kari Nordmann, Bryggeveien 4', epost: 'kari@example.no', telefon: '400 00 001' });
	await tell(v);
	const [one] = parties(v).filter(p => p.name === 'Bjørn Sæther');
	await reply(await opened((await letter(one.id)).code), 'merknader', 'Garasjen tar utsikten.');
	sql(`UPDATE hearing_party SET due_at = now() - interval '1 day' WHERE hearing_id IN (SELECT id FROM hearing WHERE draft_id = '${v.id}')`);
	await v.go(`${v.draft}/bekreft`);
	await press(v, { ansvar: 'true', riktig: 'true' });
	assert.match(main(v.page.text), /Gebyr/);
	await v.post(`${v.draft}/send`, { csrf });
	return /\/mine-saker\/([^/]+)\/kvittering/.exec(v.page.url)?.[1];
}

describe('a building case in the national format', () => {
	let ref, c, lives;
	const saved = async name => (await c.go(`${base}/saksbehandling/sak/${ref}/eksport/${name}`)).text;
	const holds = (xml, ...all) => {
		for (const [name, value] of all)
			assert.ok(xml.includes(`<${name}>${value}</${name}>`), `<${name}>${value}</${name}> is not in ${xml}`);
	};

	before(async () => {
		ref = await permit();
		assert.match(ref ?? '', /^BYG-/);
		lives = sql(`INSERT INTO print_address (tenant_id, person_id, line1, postcode, city, source)
			SELECT tenant_id, person_id, 'Postboks 7', '9998', 'Fjordvik', 'register' FROM case_file WHERE ref = '${ref}' RETURNING person_id`)[0][0];
		c = await staff('ansatt-9998-6', ref);
	});
	after(() => sql(`DELETE FROM print_address WHERE person_id = '${lives}'`));

	test('has what was answered, the files that were sent, what neighbours said, and where the applicant\'s letters go', async () => {
		const xml = await saved('utenansvarsrett'), [, year, number] = /-(\d+)-0*(\d+)$/.exec(ref);
		holds(xml, ['saksaar', year], ['sakssekvensnummer', number], ['gaardsnummer', '12'], ['bruksnummer', '34'],
			['foelgebrev', 'Garasje &amp; bod – Mønehøyde i meter: 4,5 – Gesimshøyde i meter: 2,8 – Avtalt om ledninger: Fjordvik vann sier ja – Regnvann fra taket: Plenen'],
			['filnavn', 'kart.pdf'], ['filnavn', 'plan &amp; snitt.pdf'], ['filnavn', 'fasade.pdf'], ['foreliggerMerknader', 'true'], ['antallMerknader', '1'],
			['navn', 'Bryggeveien øst'], ['arealBebyggelseNytt', '49.5'], ['minsteAvstandNabogrense', '4.25'], ['flomutsattOmraade', 'false'],
			['navn', 'Kari Nordmann, Bryggeveien 4'], ['adresselinje1', 'Postboks 7'], ['postnr', '9998'], ['epost', 'kari@example.no']);
		assert.doesNotMatch(xml, /konflikt|<festenummer|<([a-zA-Z]+)\/>|<([a-zA-Z]+)>\s*<\/\2>/);
	});

	test('is the same at the desk and by the command line', async () => {
		for (const name of ['utenansvarsrett', 'igangsettingstillatelse'])
			assert.equal(skranke('export', ref, name).said, await saved(name));
	});

	test('leaves out where somebody with a graded address lives, at the desk as by the command line', async () => {
		const graded = yes => sql(`UPDATE case_file SET graded = ${yes} WHERE ref = '${ref}'; UPDATE desk_user SET graded = ${yes} WHERE subject = 'ansatt-9998-6'`);
		assert.match(await saved('utenansvarsrett'), /<adresselinje1>Bryggeveien 4</);
		try {
			graded(true);
			assert.doesNotMatch(await saved('utenansvarsrett'), /<adresselinje1>Bryggeveien 4</);
			assert.equal(skranke('export', ref, 'utenansvarsrett').said, await saved('utenansvarsrett'));
		} finally {
			graded(false);
		}
	});

	test('follows DiBK\'s schema where that is at hand', async t => {
		const xsd = join(process.env.SKRANKE_FORMATS ?? join(root, '../shared/data'), 'dibk/igangsettingstillatelse-v4.xsd');
		if (!existsSync(xsd))
			return t.skip('DiBK\'s schema is not in ../shared/data/dibk; not validated');
		const judged = spawnSync('xmllint', ['--noout', '--schema', xsd, '-'], { input: await saved('igangsettingstillatelse'), encoding: 'utf8' });
		assert.equal(judged.status, 0, judged.stderr);
	});
});
