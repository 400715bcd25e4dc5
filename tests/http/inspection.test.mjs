/* An inspection is noted at the desk, the party gets it and says what is done, and what is open holds the flow back. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { main, send } from './apply.mjs';
import { desk, mine, taken as kindergarten, login, caseworker } from './asked.mjs';
import { events, letterText } from './decide.mjs';
import { multipart, png, zip } from './files.mjs';
import { begun, tell } from './neighbours.mjs';

const words = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/&amp;/g, '&').replace(/\s+/g, ' ');
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const note = { dag: day(0), til_stede: 'Kari Nordmann', sett: 'Boden er satt opp.', 'merknad.1': 'Sett opp takrenner', 'frist.1': day(20), 'merknad.2': 'Rydd <tomten>', 'frist.2': day(0) };

/* A case, whose applicant is v, that s has taken. */
async function taken() {
	const v = await begun();
	await tell(v);
	await send(v);
	const ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1], s = new Visitor(base);
	await s.loginStaff('ansatt-9998-1');
	await s.go(desk(ref));
	await s.submit({}, { action: '/ta' });
	return { v, s, ref };
}
const revision = s => /name="utgave" value="(\d+)"/.exec(s.page.text)[1];
async function write(s, ref, values, { files = [], button = 'lagre', utgave } = {}) {
	await s.go(`${desk(ref)}/tilsyn/notat`);
	const retter = /name="retter" value="([^"]*)"/.exec(s.page.text)[1];
	const { body, headers } = multipart(Object.entries({ csrf: s.csrf, utgave: utgave ?? revision(s), retter, ...values, handling: button }), files);
	return s.go(`${desk(ref)}/tilsyn/notat`, { body, headers }, 'POST');
}
const remarks = ref => sql(`SELECT r.id, r.n, coalesce(r.how, 'open') FROM inspection_remark r JOIN case_file c ON c.id = r.case_id WHERE c.ref = '${ref}' ORDER BY r.inspection_id, r.n`);
const photo = ref => sql(`SELECT a.id FROM attachment a JOIN case_file c ON c.id = coalesce(a.case_id, a.inspection_of) WHERE c.ref = '${ref}' AND a.kind = 'inspection'`)[0]?.[0];
const turn = (s, ref, n, hva, dag, grunn) => s.post(`${desk(ref)}/tilsyn`, { csrf: s.csrf, merknad: remarks(ref)[n - 1][0], hva, dag, grunn });
const sent = async (s, ref, values = note, how = {}) => {
	await write(s, ref, values, { button: 'vis', ...how });
	return s.submit({}, { action: '/tilsyn/send' });
};

describe('a note of an inspection', () => {
	test('is written, read over and sent; it holds the decision back until its remarks are closed', async () => {
		const { v, s, ref } = await taken();
		await s.go(desk(ref));
		assert.match(words(s), /Tilsyn Ikke ført tilsyn\. Se tilsyn/);
		assert.doesNotMatch(words(s), /Dette kan ikke gjøres/);
		await s.go(`${desk(ref)}/tilsyn`);
		assert.match(words(s), /ikke sendt noe notat/);

		// what is wrong is told of, and kept as it was typed
		await write(s, ref, { dag: day(3), til_stede: '', sett: '', 'merknad.1': 'Rydd', 'frist.1': 'i mai' }, { button: 'vis' });
		assert.match(s.page.url, /\/tilsyn\/notat\?feil=1$/);
		for (const said of [/Skriv dagen dere var på tilsyn/, /Skriv hva dere så/, /Skriv fristen i merknad 1/])
			assert.match(words(s), said);
		assert.match(s.page.text, /value="i mai"/);
		assert.equal((await s.go(`${desk(ref)}/tilsyn/send`)).url.endsWith('feil=1'), true);
		await write(s, ref, { ...note, sett: 'Mye '.repeat(60000) });
		assert.equal(s.page.status, 422);
		assert.match(s.page.text, /Skriv hva dere så[^]*Sett opp takrenner<\/textarea>/);
		await write(s, ref, note, { files: [['filer', 'a.zip', zip(), 'application/zip']] });
		assert.equal(s.page.status, 422);
		assert.match(words(s), /a\.zip/);
		assert.match(s.page.text, /Sett opp takrenner<\/textarea>/);

		// files are the draft's: the party sees nothing
		await write(s, ref, note, { files: [['filer', 'taket.png', png(), 'image/png']] });
		assert.match(words(s), /taket\.png/);
		assert.equal((await s.ask('GET', `${desk(ref)}/vedlegg/${photo(ref)}`)).status, 200);
		assert.equal((await v.ask('GET', `${mine(ref)}/vedlegg/${photo(ref)}`)).status, 404);
		await v.go(mine(ref));
		assert.doesNotMatch(words(v), /tilsyn/i);

		// two write at once: nothing is written over, and nothing typed is lost
		await write(s, ref, { ...note, sett: 'Noe annet' }, { utgave: '1' });
		assert.equal(s.page.status, 409);
		assert.match(words(s), /Boden er satt opp\./);
		assert.match(s.page.text, /Noe annet<\/textarea>/);

		await write(s, ref, note, { button: 'vis' });
		assert.match(words(s), /Vi var på tilsyn .*plan- og bygningsloven § 25-1.*Til stede: Kari Nordmann.*Merknad 1 Sett opp takrenner.*taket\.png/s);
		const [csrf, utgave] = [s.csrf, revision(s)];
		await s.submit({}, { action: '/tilsyn/send' });
		assert.match(words(s), /Notatet er sendt/);
		await s.post(`${desk(ref)}/tilsyn/send`, { csrf, utgave });
		assert.equal(remarks(ref).length, 2, 'twice is once');
		await until('the letter is made', () => letterText(ref, 'inspection') !== undefined, 40000);
		assert.match(letterText(ref, 'inspection'), /Rydd &lt;tomten&gt;.*Si fra når det er gjort.*taket\.png/);

		// the case says what waits, and the flow lets nothing else
		await s.go(desk(ref));
		assert.match(words(s), /Åpne merknader: 2/);
		assert.match(words(s), /Dette kan ikke gjøres før merknadene er lukket: [A-ZÆØÅ]/);
		await s.go(`${desk(ref)}/vedtak`);
		assert.doesNotMatch(s.page.text, /value="grant"/);
		await s.go(`${base}/saksbehandling/tilsyn`);
		assert.match(words(s), new RegExp(`${ref}.*Sett opp takrenner`));

		// the party says that one is done
		await v.go(mine(ref));
		assert.match(words(v), /Etter tilsynet .*Sett opp takrenner Må rettes Frist/);
		assert.equal((await v.ask('GET', `${mine(ref)}/vedlegg/${photo(ref)}`)).status, 200);
		await v.go(/href="([^"]*gjort=1)"/.exec(v.page.text)[1].replace(/&amp;/g, '&'));
		assert.match(v.page.text, /value="1" checked/);
		assert.doesNotMatch(v.page.text, /value="2" checked/);
		await v.submit({ tekst: 'Rennene er oppe.', handling: 'send' }, { action: '/ettersend' });
		assert.match(words(v), /Du sa fra .* at dette er gjort/);
		await s.go(`${desk(ref)}/tilsyn`);
		assert.match(words(s), /Parten sa fra .* at det er gjort\. «Rennene er oppe\.»/);

		// each step says why, and stands
		await turn(s, ref, 1, 'done', day(0), ' ');
		assert.equal(s.page.status, 422);
		assert.match(words(s), /Skriv hvorfor/);
		await turn(s, ref, 1, 'done', day(2), 'Sett');
		assert.match(words(s), /Skriv dagen den ble rettet/);
		await turn(s, ref, 1, '', day(0), 'Sett');
		assert.match(words(s), /Velg hva som skal skje/);
		await turn(s, ref, 1, 'later', day(10), 'Frost');
		assert.match(words(s), /Skriv den nye fristen/);
		await turn(s, ref, 1, 'later', day(30), 'Frost');
		await turn(s, ref, 1, 'done', day(0), 'Sett på bilder');
		await turn(s, ref, 1, 'done', day(0), 'Sett på bilder');
		assert.equal(s.page.status, 409);
		await turn(s, ref, 2, 'waived', '', 'Tomten er naboens');
		await s.go(`${desk(ref)}/tilsyn`);
		assert.match(words(s), /Rettet .*Ny frist .*: Frost .*Rettet .*: Sett på bilder/);
		await v.go(mine(ref));
		assert.match(words(v), /Rettet .*Sett på bilder.*Må ikke rettes .*Tomten er naboens/);
		await s.go(`${desk(ref)}/vedtak`);
		assert.match(s.page.text, /value="grant"/);
		assert.deepEqual(events(ref).filter(e => /^desk\.(ins|rem)/.test(e)), ['desk.inspection', 'desk.remark-later', 'desk.remark-done', 'desk.remark-waived']);
	});

	test('is corrected by another that takes its place, and a draft is thrown away', async () => {
		const { v, s, ref } = await taken();
		await sent(s, ref);
		await s.go(/href="([^"]*\?retter=[^"]*)"/.exec(s.page.text)[1]);
		assert.match(words(s), /erstatter notat 1/);
		assert.match(s.page.text, /Boden er satt opp\.<\/textarea>/);
		const form = { csrf: s.csrf, utgave: '0', retter: /name="retter" value="([^"]*)"/.exec(s.page.text)[1] };
		await s.post(`${desk(ref)}/tilsyn/notat`, { ...form, ...note, 'merknad.2': '', 'frist.2': '', handling: 'vis' });
		assert.match(words(s), /Dette notatet erstatter det vi sendte/);
		await s.submit({}, { action: '/tilsyn/send' });
		assert.match(words(s), /Erstattet av notat 2/);
		assert.deepEqual(remarks(ref).map(r => r[2]).sort(), ['open', 'replaced', 'replaced']);
		await write(s, ref, note, { files: [['filer', 'b.png', png(), 'image/png']] });
		await write(s, ref, note, { button: 'slett' });
		assert.match(words(s), /Utkastet er slettet/);
		assert.equal(photo(ref), undefined);
		sql(`UPDATE session SET ended_at = now() WHERE csrf = '${form.csrf}'`);
		await s.post(`${desk(ref)}/tilsyn/notat`, { ...form, ...note, sett: 'Skrevet etter at økten var over', handling: 'lagre' });
		assert.equal(s.page.status, 401);
		assert.match(s.page.text, /Skrevet etter at økten var over/);
		assert.equal((await v.ask('GET', `${desk(ref)}/tilsyn`)).status !== 200, true, 'the party is not at the desk');
	});

	test('is written only where the service has inspections', async () => {
		await login();
		const v = await kindergarten();
		assert.equal((await caseworker.go(`${desk(v.ref)}/tilsyn`)).status, 404);
		assert.equal((await caseworker.go(`${desk(v.ref)}/tilsyn/notat`)).status, 404);
		await caseworker.go(desk(v.ref));
		assert.doesNotMatch(words(caseworker), /Tilsyn/);
	});
});
