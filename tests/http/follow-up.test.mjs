/* What follows a case: begun from it with its answers, a part of it, and one case to everybody. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, skranke, sql, until } from '../harness/stack.mjs';
import { main, pageForm, press } from './apply.mjs';
import { caseRow, events, letterText, staff } from './decide.mjs';
import { permit } from './permit.mjs';

const text = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const value = (v, name) => pageForm(v).fields.find(([k]) => k === name)?.[1];
const day = days => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);

async function visit(person, ref) {
	const v = new Visitor(base);
	await v.login(person, '/tjenester/barnehageplass');
	const csrf = v.csrf;
	v.begin = (service = 'ferdigattest') => v.post(`${v.at}/videre/${service}`, { csrf });
	v.token = csrf;
	v.at = `${base}/mine-saker/${ref}`;
	await v.go(v.at);
	return v;
}
const begin = v => v.begin();
const done = { ferdig: { ferdig: 'ja', ferdig_dag: day(-1) }, endringer: { plassert: 'ja', endret: 'nei' },
	dokumentasjon: { epost: 'kari@example.no', telefon: '400 00 001' }, bekreft: { samsvar: 'true', riktig: 'true' } };
const later = { ...done, ferdig: { ferdig: 'nei', gjenstar: 'Maling', ferdig_innen: day(90), trygt: 'ja', trygt_hvordan: 'Trappen er stengt' } };
async function ask(v, answers) {
	await begin(v);
	for (const values of Object.values(answers))
		await press(v, values);
	assert.match(v.page.url, /\/oppsummering$/);
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	await v.post(`${v.draft}/send`, { csrf: v.token });
	return /\/mine-saker\/([^/]+)\/kvittering/.exec(v.page.url)?.[1];
}
async function checked(c) {
	await c.does('ta');
	const page = await c.see('sjekkliste');
	const fields = c.fields('/sjekkliste');
	for (const [, name] of page.matchAll(/name="(punkt\.[a-z-]+)"/g))
		fields[name] = 'ok';
	return c.does('sjekkliste', fields);
}

describe('what follows a case', () => {
	before(async () => new Visitor(base).login('kari', '/mine-saker'));		// she is known to us

	test('is begun from it with its answers, where it may be, and once', async () => {
		const no = await visit('kari', permit('reject'));
		assert.doesNotMatch(text(no), /Be om ferdigattest/);
		await begin(no);
		assert.equal(no.page.url, no.at, 'nothing follows a refusal');

		const v = await visit('kari', permit());
		assert.match(text(v), /Be om ferdigattest før du tar det i bruk/);
		await begin(v);
		assert.match(v.page.url, /\/soknad\/ferdigattest\/[^/]+\/ferdig\?hentet=1$/, 'what is known is not asked again');
		const draft = v.page.url.replace(/\/[^/]*$/, '');
		assert.match(text(v), new RegExp(`hentet fra sak ${v.at.replace(/.*\//, '')}`));
		await v.go(`${draft}/saken`);
		assert.deepEqual(['beskrivelse', 'eiendom.1.gardsnummer', 'eiendom.1.adresse'].map(n => value(v, n)), ['Dobbel garasje', '12', 'Strandgata 14']);
		await v.go(v.at);
		assert.match(text(v), /Du har begynt, men ikke sendt/);
		await begin(v);
		assert.ok(v.page.url.startsWith(draft), 'a second click finds what the first made');
	});

	test('is nobody else\'s to begin, and not to be begun without a case', async () => {
		const ref = permit(), ola = await visit('ola', ref);
		assert.equal(ola.page.status, 404);
		await begin(ola);
		assert.equal(ola.page.status, 404);
		const kari = await visit('kari', ref);
		await kari.begin('barnehageplass');
		assert.equal(kari.page.status, 404);
		await kari.go(`${base}/tjenester/ferdigattest`);
		assert.match(text(kari), /Du begynner fra saken din/);
		await kari.post(`${base}/soknad/ferdigattest`, { csrf: kari.token });
		assert.equal(kari.page.url, `${base}/mine-saker`);
	});

	test('is a part of the case, for the applicant, the desk and the public journal; one at a time', async () => {
		const ref = permit(), v = await visit('kari', ref), twice = await visit('kari', ref);
		const part = await ask(v, later);
		assert.equal(part, `${ref}-2`);
		assert.deepEqual(caseRow(part, `state, part, parent_id = (SELECT id FROM case_file WHERE ref = '${ref}'), round(extract(epoch FROM due_at - received_at) / 86400)`),
			['received', '2', 't', '21']);
		await v.go(v.at);
		assert.match(text(v), new RegExp(`Deler av saken .*Søknad om tiltak uten ansvarsrett.*Anmodning om ferdigattest ${part}`));
		assert.doesNotMatch(text(v), /Be om ferdigattest før/);
		await begin(twice);
		assert.equal(twice.page.url, twice.at, 'one is under way');

		const c = await staff('ansatt-9998-6', part);
		assert.match(await c.see(), new RegExp(`Deler av saken[^]*href="/saksbehandling/sak/${ref}"`));
		assert.match((await c.go(`${base}/saksbehandling/sak/${ref}`)).text, new RegExp(`href="/saksbehandling/sak/${part}"`));
		assert.deepEqual(sql(`SELECT case_ref, title FROM journal_entry WHERE case_ref LIKE '${ref}%' AND kind = 'inngaaende_dokument' ORDER BY case_n`),
			[[ref, 'Søknad om tiltak uten ansvarsrett'], [ref, 'Anmodning om ferdigattest']]);

		const [, year, number] = /-(\d+)-0*(\d+)$/.exec(ref), xml = skranke('export', part, 'ferdigattest').said;
		assert.match(xml, new RegExp(`<saksaar>${year}</saksaar>\\s*<sakssekvensnummer>${number}</sakssekvensnummer>`), 'the number of the first case');
		assert.match(xml, /<gaardsnummer>12<[^]*<tilfredsstillerTiltaketKraveneFerdigattest>false<[^]*<typeArbeider>Maling<[^]*<navn>Kari Nordmann</);
		assert.equal((await c.go(`${base}/saksbehandling/sak/${part}/eksport/ferdigattest`)).text, xml);
		assert.match(skranke('export', part, 'midlertidigbrukstillatelse').said, /<gjenstaaendeInnenfor>Maling<[^]*<harTilstrekkeligSikkerhet>true</);
	});

	test('may be given for a time, with what remains and by when; then it is asked for anew, until there is no more to ask for', async () => {
		const ref = permit(), v = await visit('kari', ref), part = await ask(v, later);
		const c = await staff('ansatt-9998-6', part);
		await c.does('ta');
		assert.match(main(await c.see('vedtak')).replace(/<[^>]*>/g, ''), /Dette kan ikke velges ennå\s+[^]*Ferdigattest: Punkter på sjekklisten mangler svar\./);
		assert.equal((await checked(c)).status, 303);
		assert.doesNotMatch(await c.see('vedtak'), /Dette kan ikke velges ennå/);
		const decision = { ...await c.see('vedtak').then(() => c.fields('/vedtak/forhandsvisning')), utfall: 'temporary', grunn: 'mindre-gjenstar' };
		for (const [wrong, what] of [[{ gjenstar: '', frist: day(90) }, /Skriv hva som gjenstår/], [{ gjenstar: 'Maling', frist: day(0) }, /Skriv dagen det må være gjort/],
			[{ gjenstar: 'Maling', frist: 'snart' }, /value="snart"/]]) {
			const answer = await c.does('vedtak/send', { ...decision, ...wrong });
			assert.equal(answer.status, 422);
			assert.match(answer.text, what);
		}
		assert.equal((await c.does('vedtak/send', { ...decision, gjenstar: 'Maling', frist: day(90) })).status, 303);
		assert.deepEqual(caseRow(part, 'state, outcome'), ['temporary', 'temporary']);
		assert.equal(sql(`SELECT d.due_at::date FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${part}' AND d.event = 'deadline.remains'`)[0][0], day(90));
		await v.go(v.at);
		assert.match(text(v), /Du har fått midlertidig brukstillatelse/);
		const third = await ask(v, done);
		assert.equal(third, `${ref}-3`);
		const d = await staff('ansatt-9998-6', third);
		await checked(d);
		await d.see('vedtak');
		assert.equal((await d.does('vedtak/send', { ...d.fields('/vedtak/forhandsvisning'), utfall: 'grant', grunn: 'i-samsvar' })).status, 303);
		await v.go(v.at);
		assert.doesNotMatch(text(v), /Be om ferdigattest før/);
		await begin(v);
		assert.equal(v.page.url, v.at, 'there is nothing left to ask for');
		assert.deepEqual(events(third).filter(e => !e.startsWith('desk.')), ['submit', 'assign', 'grant']);
		await until('the letter', () => letterText(part, 'decision'));
		assert.match(letterText(part, 'decision'), /Dette gjenstår Maling Det må være gjort senest/);
	});
});
