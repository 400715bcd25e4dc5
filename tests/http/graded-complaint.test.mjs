/* What one with a graded address complains of may tell where they live: it is read, and dealt with, by those with the right alone. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { logs, sql, until } from '../harness/stack.mjs';
import { applied } from './apply.mjs';
import { staff } from './decide.mjs';
import { granted, words } from './heard.mjs';

const today = () => new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const HOME = /Gjemmevegen/;
const PAGES = ['', 'historikk', 'dokumenter', 'brev', 'horing', 'klage', 'vedtak', 'notater', 'journal'];
const everywhere = async (s) => {
	const seen = [];
	for (const p of PAGES)
		seen.push([p, HOME.test((await s.ask('GET', `${s.at}/${p}`.replace(/\/$/, ''))).text)]);
	return seen.filter(([, found]) => found).map(([p]) => p);
};

/* Both neighbours have complained; Nora's address is graded then, by hand. */
async function complained() {
	const x = await granted();
	for (const [hvem, klage, endring] of [[x.nora, 'Vi i Gjemmevegen 7 mister sola.', 'Flytt den fra Gjemmevegen.'], [x.nils, 'Jeg liker den ikke.', '']])
		assert.equal((await x.s.does('klage/registrer', { hvem, klage, endring, mottatt: today() })).status, 303);
	x.of = id => sql(`SELECT id FROM heard_complaint WHERE party_id = '${id}'`)[0]?.[0];
	x.leader = await staff('ansatt-9998-3', x.ref);
	return x;
}
const grade = x => x.leader.does('adressebeskyttelse', { [`nabo.${x.nora}`]: 'ja' });

describe('a complaint of a neighbour whose address is graded', () => {
	test('is read by nobody without the right, nor dealt with; with it, all is as before', async () => {
		const x = await complained(), { s, leader, ref } = x, its = x.of(x.nora);
		assert.ok(its, 'she has complained');
		await s.see('klage');
		assert.match(words(s), /Nora Nabo.*Gjemmevegen 7.*Ta klagen til behandling/);
		assert.equal((await grade(x)).status, 303);
		assert.deepEqual(await everywhere(s), []);
		await s.see('klage');
		assert.match(words(s), /Eier av 12\/34.*Klagen kan røpe hvor de bor\. Bare de som har tilgang til skjermede saker, kan lese og behandle den\./);
		assert.ok(!s.page.text.includes(`klage/fra/${its}`), 'no button');
		assert.match(s.page.text, new RegExp(`klage/fra/${x.of(x.nils)}`), 'the other is as before');
		assert.equal((await s.does(`klage/fra/${its}`)).status, 403);
		assert.equal((await s.ask('GET', `${s.at}/klage/fra/${its}/avvis`)).status, 403);
		assert.equal((await s.does(`klage/fra/${its}/avvis`, { grunnlag: 'klagerett', begrunnelse: 'Nei.', handling: 'send' })).status, 403);

		await leader.see('klage');
		assert.match(words(leader), /Gjemmevegen 7.*Flytt den fra Gjemmevegen.*Ta klagen til behandling/);
		assert.equal((await leader.does(`klage/fra/${its}`)).status, 303);
		await s.see('klage');
		assert.match(words(s), /Dette skriver eieren av 12\/34 Klagen kan røpe hvor de bor/);
		assert.doesNotMatch(words(s), /Hvorfor blir vedtaket stående/);
		const [letter, told] = await until('the applicant is told', () => sql(`SELECT d.id, convert_from(d.content, 'UTF8') FROM document d JOIN case_file c ON c.id = d.case_id
			WHERE c.ref = '${ref}' AND d.template = 'complaint-receipt' AND d.hearing_party_id IS NULL`)[0], 60000);
		assert.match(told, HOME, 'who reads what is complained of');
		assert.equal((await s.ask('GET', `${s.at}/brev/${letter}`)).status, 403);
		assert.equal((await leader.ask('GET', `${leader.at}/brev/${letter}`)).status, 200);
		assert.doesNotMatch(logs(), HOME);
	});

	/* Two strangers complain of a refusal, and Stine's address is graded when both are treated, hers first or with the other. */
	async function strangers(first) {
		const { ref } = await applied(), s = await staff('ansatt-9998-1', ref), leader = await staff('ansatt-9998-3', ref);
		await s.does('ta');
		await s.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
		for (const [klager, klage] of [['Per Annen', 'Jeg liker det ikke.'], ['Stine Fremmed', 'Vi i <Gjemmevegen> 7\nmister plassen & mer.']])
			assert.equal((await s.does('klage/registrer', { hvem: 'annen', klager, adresse: 'Veien 1', postnummer: '9998', poststed: 'Fjordvik', klage, mottatt: today() })).status, 303);
		const its = name => sql(`SELECT k.id, p.id FROM heard_complaint k JOIN hearing_party p ON p.id = k.party_id JOIN case_file c ON c.id = k.case_id WHERE c.ref = '${ref}' AND p.name = '${name}'`)[0];
		const [per] = its('Per Annen'), [stine, party] = its('Stine Fremmed');
		for (const id of first ? [stine, per] : [per, stine])
			assert.equal((await s.does(`klage/fra/${id}`)).status, 303);
		assert.equal((await leader.does('adressebeskyttelse', { [`nabo.${party}`]: 'ja' })).status, 303);
		await s.see('klage');
		assert.doesNotMatch(s.page.text, /Gjemmevegen|Stine|Hvorfor blir vedtaket stående/);
		for (const to of ['forhandsvisning', 'opprettholde'])
			assert.equal((await s.does(`klage/${to}`, { vurdering: 'Nei.' })).status, 403, to);
		return { ref, s, leader };
	}

	test('that is treated with another keeps that from being sent on by who may not read it', async () => {
		const { s } = await strangers(false);
		assert.match(words(s), /En med skjermet adresse Kom .*Klagen kan røpe hvor de bor.*Behandles sammen med klagen som er her.*Dette skriver Per Annen Jeg liker det ikke/);
	});

	test('is sent on to the complaint body by who may read it, in a letter that nobody else opens', async () => {
		const { ref, s, leader } = await strangers(true);
		assert.match(words(s), /Dette skriver en nabo Klagen kan røpe hvor de bor/);
		assert.match(await leader.see('klage'), HOME);
		await leader.see();
		assert.equal((await leader.does('ta', leader.fields('/ta'))).status, 303);
		assert.match((await leader.does('klage/forhandsvisning', { vurdering: 'Plassen er der.' })).text, HOME);
		assert.equal((await leader.does('klage/opprettholde', { vurdering: 'Plassen er der.' })).status, 303);
		const [letter] = await until('the letter to the body is made', () => sql(`SELECT d.id FROM document d JOIN case_file c ON c.id = d.case_id
			WHERE c.ref = '${ref}' AND d.template = 'complaint-body' AND convert_from(d.content, 'UTF8') ~ 'Gjemmevegen'`)[0], 60000);
		assert.equal((await s.ask('GET', `${s.at}/brev/${letter}`)).status, 403);
		assert.notEqual((await s.ask('GET', `${s.at}/brev/${letter}/pdf`)).status, 200);
		assert.equal((await leader.ask('GET', `${leader.at}/brev/${letter}`)).status, 200);
		assert.deepEqual(await everywhere(s), []);
	});
});

describe('what was graded by hand', () => {
	test('is taken back by hand, by who may see such cases, and all is as it was', async () => {
		const x = await complained(), { s, leader, ref } = x, back = { [`angre.${x.nora}`]: 'ja' };
		const stands = () => sql(`SELECT p.name, p.line1, p.postcode, p.city, p.property, p.graded, c.answers::text, c.columns::text FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
			JOIN case_file c ON c.id = h.case_id WHERE p.id = '${x.nora}'`)[0];
		const was = stands();
		assert.match(was[0], /Nora Nabo/);
		assert.equal((await grade(x)).headers.location, `/saksbehandling/sak/${ref}?skjermet=1`);
		await leader.see('?skjermet=1');
		assert.match(words(leader), /Adressebeskyttelsen er lagret/);
		assert.notDeepEqual(stands(), was);
		await leader.see('adressebeskyttelse');
		assert.match(words(leader), /likevel ikke beskyttet\?.*Nora Nabo, Storgata 1 Skjult .* av /);
		assert.equal((await s.does('adressebeskyttelse', back)).status, 403);
		assert.notDeepEqual(stands(), was);
		assert.equal((await leader.does('adressebeskyttelse', back)).status, 303);
		assert.deepEqual(stands(), was);
		await s.see('klage');
		assert.match(words(s), /Nora Nabo.*Gjemmevegen 7.*Ta klagen til behandling/);
		await s.see('historikk');
		assert.match(words(s), /ikke lenger beskyttet/);
		assert.deepEqual(sql(`SELECT e.event, e.data ->> 'party', u.subject FROM case_event e JOIN case_file c ON c.id = e.case_id JOIN desk_user u ON u.id = e.actor_id
			WHERE c.ref = '${ref}' AND e.event IN ('desk.grade', 'desk.ungrade') ORDER BY e.seq`),
		[['desk.grade', x.nora, 'ansatt-9998-3'], ['desk.ungrade', x.nora, 'ansatt-9998-3']]);
		assert.deepEqual(sql(`SELECT count(*) FROM graded_by_hand WHERE party_id = '${x.nora}'`), [['0']], 'and nothing more is kept of it');
		assert.deepEqual(sql(`SELECT count(*) FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.hides`), [['0']]);
		await leader.see('adressebeskyttelse');
		assert.match(words(leader), /Er adressen til noen av disse beskyttet\?.*Nora Nabo/);
		assert.doesNotMatch(words(leader), /likevel ikke beskyttet/);
		assert.equal((await leader.does('adressebeskyttelse', back)).status, 303, 'once');
		assert.equal((await grade(x)).status, 303, 'and it can be said again');
		assert.equal(stands()[0], '');
	});
});
