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
const day = days => new Date(Date.now() + days * 86400000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' });

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
		assert.deepEqual(caseRow(part, `state, part, parent_id = (SELECT id FROM case_file WHERE ref = '${ref}'), oslo_day(due_at) - oslo_day(received_at)`),
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

	test('is asked for what remains and by when, too, when it is the complaint body that gives it for a time', async () => {
		const v = await visit('kari', permit()), part = await ask(v, later), c = await staff('ansatt-9998-6', part);
		await checked(c);
		assert.equal((await c.does('vedtak/send', { utfall: 'reject', grunn: 'avvik' })).status, 303);
		await v.go(`${base}/mine-saker/${part}/klage`);
		await v.post(`${base}/mine-saker/${part}/klage`, { csrf: v.token, klage: 'Det er trygt.', endring: '', handling: 'send' });
		assert.equal((await c.does('klage/opprettholde', { vurdering: 'Det er ikke ferdig.' })).status, 303);
		assert.match(main(await c.see('klage')), /Hva gjenstår\?[^]*Midlertidig brukstillatelse[^]*Når må det være gjort\?/);
		const today = new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
		const result = { resultat: 'change', utfall: 'temporary', avgjort: today, begrunnelse: 'Det er trygt nok.', gjenstar: 'Maling', frist: day(90) };
		for (const [wrong, what] of [[{ gjenstar: '' }, /Skriv hva som gjenstår/], [{ frist: '' }, /Skriv dagen det må være gjort/], [{ frist: day(0) }, /Skriv dagen det må være gjort/],
			[{ gjenstar: 'x'.repeat(20001) }, /href="#gjenstar"/]]) {
			const answer = await c.does('klage/resultat', { ...result, ...wrong });
			assert.equal(answer.status, 422);
			assert.match(answer.text, what);
			assert.match(answer.text, /Det er trygt nok\./);
		}
		assert.match(main((await c.does('klage/resultat/forhandsvisning', result)).text), /Dette gjenstår[^]*Maling[^]*Det må være gjort senest/);
		assert.equal((await c.does('klage/resultat', result)).status, 303);
		assert.deepEqual(caseRow(part, 'state, outcome'), ['remaining', 'temporary']);
		assert.equal(sql(`SELECT d.due_at::date FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${part}' AND d.event = 'deadline.remains'`)[0][0], day(90));
		await until('the letter', () => letterText(part, 'appeal-result'));
		assert.match(letterText(part, 'appeal-result'), /Dette gjenstår Maling Det må være gjort senest/);
	});
});

describe('a permission for a time that is complained of', () => {
	/* Given until in 90 days, and complained of. */
	async function complained() {
		const v = await visit('kari', permit()), part = await ask(v, later), c = await staff('ansatt-9998-6', part);
		await checked(c);
		await c.see('vedtak');
		assert.equal((await c.does('vedtak/send', { ...c.fields('/vedtak/forhandsvisning'), utfall: 'temporary', grunn: 'mindre-gjenstar', gjenstar: 'Maling', frist: day(90) })).status, 303);
		await v.post(`${base}/mine-saker/${part}/klage`, { csrf: v.token, klage: 'Fristen er for kort.', endring: '', handling: 'send' });
		assert.deepEqual(caseRow(part, 'state'), ['complaint']);
		return { v, c, part };
	}
	const remains = ref => sql(`SELECT (d.due_at AT TIME ZONE 'Europe/Oslo')::date FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.event = 'deadline.remains'
		AND d.fired_at IS NULL AND d.cancelled_at IS NULL`).map(r => r[0]);
	const stands = c => c.does('klage/resultat', { resultat: 'stand', avgjort: new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' }) });

	test('holds until its day, whatever is done with the complaint', async () => {
		const { c, part } = await complained();
		assert.deepEqual(remains(part), [day(90)]);
		assert.equal((await c.does('klage/opprettholde', { vurdering: 'Den er lang nok.' })).status, 303);
		assert.deepEqual(remains(part), [day(90)], 'the complaint body has it');
		assert.equal((await stands(c)).status, 303);
		assert.deepEqual(caseRow(part, 'state'), ['remaining']);
		assert.deepEqual(remains(part), [day(90)], 'it stands, and so does its day');

		const other = await complained();
		await other.v.post(`${base}/mine-saker/${other.part}/klage/trekk`, { csrf: other.v.token });
		assert.deepEqual(caseRow(other.part, 'state'), ['standing'], 'however far away the day is, nothing closes the case before it');
		assert.deepEqual(remains(other.part), [day(90)], 'a complaint that is withdrawn takes nothing with it');
	});

	test('is asked about when the day comes, once, though the complaint is not decided', async () => {
		const { c, part } = await complained();
		sql(`UPDATE deadline d SET due_at = now() FROM case_file c WHERE c.id = d.case_id AND c.ref = '${part}' AND d.event = 'deadline.remains' AND d.cancelled_at IS NULL`);
		await until('they are asked', () => letterText(part, 'remains'), 60000);
		assert.deepEqual(caseRow(part, 'state'), ['complaint']);
		assert.equal((await c.does('klage/opprettholde', { vurdering: 'Den er lang nok.' })).status, 303);
		sql('SET session_replication_role = replica; UPDATE case_event e SET data = jsonb_set(data, \'{until}\', to_jsonb(\'' + day(-1) + `'::text)) FROM case_file c WHERE c.id = e.case_id AND c.ref = '${part}' AND e.data ? 'until'`);
		assert.equal((await stands(c)).status, 303);
		sql('SET session_replication_role = replica; UPDATE case_event e SET data = jsonb_set(data, \'{until}\', to_jsonb(\'' + day(90) + `'::text)) FROM case_file c WHERE c.id = e.case_id AND c.ref = '${part}' AND e.data ? 'until'`);
		assert.deepEqual(caseRow(part, 'state'), ['closed'], 'the day is past');
		assert.deepEqual(remains(part), []);
	});
});

describe('what follows a case, and came on paper', () => {
	const kari = { nummer: '21879498012', navn: 'Kari Nordmann' }, here = `${base}/saksbehandling/registrer`;
	const on = days => day(days).split('-').reverse().join('.');
	async function desk() {
		const v = new Visitor(base);
		await v.loginStaff('ansatt-9998-6', '/saksbehandling/registrer');
		v.begin = more => v.submit({ tjeneste: 'ferdigattest', kilde: 'paper', dato: on(-2), sak: '', ...kari, ...more }, { action: '/saksbehandling/registrer' });
		return v;
	}
	const drafts = ref => sql(`SELECT d.id FROM draft d JOIN case_file c ON c.id = d.parent_id WHERE c.ref = '${ref}' AND d.registered_by IS NOT NULL`).length;

	test('is registered in the case that the caseworker names, with its answers, and becomes a part of it', async () => {
		const ref = permit(), v = await desk();
		await (await visit('kari', ref)).begin();		// what she has begun herself is hers, and stands in nobody's way
		assert.match(text(v), /Hvilken sak følger den opp\?.*Anmodning om ferdigattest/);
		await v.begin({ sak: ` ${ref} ` });
		assert.match(v.page.url, /\/registrer\/[^/]+\/saken$/);
		assert.match(text(v), new RegExp(`Du registrerer for Kari Nordmann .*Den følger opp sak ${ref}`));
		assert.deepEqual(['beskrivelse', 'eiendom.1.gardsnummer', 'eiendom.1.adresse'].map(n => value(v, n)), ['Dobbel garasje', '12', 'Strandgata 14']);
		const draft = v.page.url.replace(/\/[^/]*$/, '');
		await press(v, {});
		for (const values of Object.values({ ...done, ferdig: { ferdig: 'ja', ferdig_dag: day(-5) } }))
			await press(v, values);
		await v.post(`${draft}/send`, { csrf: v.csrf });
		assert.match(v.page.url, new RegExp(`/sak/${ref}-2\\?registrert=1$`));
		assert.match(text(v), /Kom på papir/);
		assert.deepEqual(caseRow(`${ref}-2`, `state, origin, part, parent_id = (SELECT id FROM case_file WHERE ref = '${ref}'),
		    (received_at AT TIME ZONE 'Europe/Oslo')::date = (now() AT TIME ZONE 'Europe/Oslo')::date - 2`), ['received', 'paper', '2', 't', 't']);
		assert.equal(sql(`SELECT count(*) FROM access_log a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${ref}' AND a.what = 'case'`)[0][0], '1', 'that its answers were read is noted');
		const k = await visit('kari', `${ref}-2`);
		assert.match(text(k), /Kommunen registrerte søknaden for deg\. Den kom på papir/);
	});

	test('is refused without a case, in one that it does not follow, for who is nobody in it, and twice; what was typed stays', async () => {
		const ref = permit(), v = await desk(), closed = permit('reject');
		for (const [more, what] of [[{}, /Skriv nummeret til saken/], [{ sak: 'BYG-1999-000001' }, /Det er ingen sak med dette nummeret/], [{ sak: closed }, /kan ikke følge opp den saken nå/],
			[{ sak: ref, nummer: '22929198178', navn: 'Ola Nordmann' }, /er ikke part i den saken/]]) {
			await v.begin(more);
			assert.equal(v.page.status, 422, what.source);
			assert.match(text(v), what);
			assert.match(v.page.text, new RegExp(`value="${more.navn ?? kari.navn}"`));
		}
		assert.equal(drafts(ref), 0);
		await v.begin({ sak: ref });
		assert.match(v.page.url, /\/saken$/);
		await v.go(here);
		await v.begin({ sak: ref });
		assert.match(text(v), /Noen har begynt å registrere dette/);
		assert.equal(drafts(ref), 1);

		const sent = permit();
		await ask(await visit('kari', sent), done);
		await v.begin({ sak: sent });
		assert.match(text(v), /er under behandling i den saken/);
		const given = permit();
		await ask(await visit('kari', given), done);
		const [[state]] = sql(`SELECT state FROM case_file WHERE ref = '${given}-2'`), become = as => sql(`UPDATE case_file SET ${as} WHERE ref = '${given}-2'`);
		become(`outcome = 'grant', state = 'decided', decided_at = now()`);
		await v.begin({ sak: given });
		become(`outcome = NULL, state = '${state}', decided_at = NULL`);	// else its chain would not hold
		assert.match(text(v), /er alt gitt i den saken/);
	});

	test('is not registered by who is disqualified in the case', async () => {
		const ref = permit(), v = await desk();
		sql(`INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) SELECT c.tenant_id, c.id, u.id, 'Nabo' FROM case_file c, desk_user u
			WHERE c.ref = '${ref}' AND u.subject = 'ansatt-9998-6'`);
		await v.begin({ sak: ref });
		assert.equal(v.page.status, 422);
		assert.match(text(v), /Du er inhabil i den saken/);
		assert.equal(drafts(ref), 0);
	});
});
