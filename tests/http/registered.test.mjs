/* A complaint of another than the applicant, that came by letter or over the counter, is treated as one that was sent in here. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { main } from './apply.mjs';
import { letterText, staff } from './decide.mjs';
import { code, granted, heard, made, words } from './heard.mjs';
import { opened } from './neighbours.mjs';
import { permit } from './permit.mjs';

const on = days => new Date(Date.now() + days * 864e5).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const waiting = ref => sql(`SELECT k.id, k.how, k.late, k.text, (k.at AT TIME ZONE 'Europe/Oslo')::date = (now() AT TIME ZONE 'Europe/Oslo')::date, p.name FROM heard_complaint k
	JOIN case_file c ON c.id = k.case_id JOIN hearing_party p ON p.id = k.party_id WHERE c.ref = '${ref}' AND k.taken_at IS NULL ORDER BY k.at`);
const folded = page => /<details class="ds-details"( open[^>]*)?>\s*<summary>Registrer en klage/.exec(page.text)[1] === undefined;
const stranger = { hvem: 'annen', klager: 'Stine Fremmed', adresse: 'Fjellveien 9', postnummer: '9997', poststed: 'Skogheim' };

describe('a complaint on paper, of another than the applicant', () => {
	test('of a neighbour waits to be judged, is dismissed, and the letter reaches them where the others did', async () => {
		const { s, ref, nora, nils } = await granted();
		await made(nora, 'decision-heard');
		await s.see('klage');
		assert.match(words(s), /Hvem klager\? Søkeren Nils Nabo, 12\/35 Nora Nabo, 12\/34 En annen/);
		const whole = { hvem: nils, klage: 'På papir: jeg mister utsikten.', endring: 'Flytt den.', mottatt: on(0) };
		for (const [fields, said] of [[{ hvem: '' }, /Velg hvem som klager/], [{ hvem: '01900000-0000-7000-8000-000000000000' }, /Velg hvem som klager/], [{ klage: ' ' }, /Skriv hva du klager på/],
			[{ mottatt: on(2) }, /Skriv dagen klagen kom inn/]]) {
			const wrong = await s.does('klage/registrer', { ...whole, ...fields });
			assert.equal(wrong.status, 422);
			assert.match(main(wrong.text), said);
			assert.match(wrong.text, /Flytt den\./);
		}
		const reader = await staff('ansatt-9998-4', ref);
		assert.equal((await reader.does('klage/registrer', whole)).status, 403);
		assert.deepEqual(waiting(ref), []);
		assert.equal((await s.does('klage/registrer', whole)).headers.location, `/saksbehandling/sak/${ref}/klage?registrert=1`);
		const [[id, ...row]] = waiting(ref);
		assert.deepEqual(row, ['desk', 'f', 'På papir: jeg mister utsikten.', 't', 'Nils Nabo']);
		const twice = await s.does('klage/registrer', whole);
		assert.equal(twice.status, 409);
		assert.match(main(twice.text), /Det ligger en klage fra dem her allerede[^]*utsikten/);
		assert.equal(waiting(ref).length, 1);
		await s.see('klage?registrert=1');
		assert.match(words(s), /Klagen er registrert.*Nils Nabo 12\/35\. Kom .* på papir.*På papir: jeg mister utsikten\. Dette skal være endret: Flytt den\. Ta klagen til behandling.*Avvis klagen/);
		assert.equal(sql(`SELECT state FROM case_file WHERE ref = '${ref}'`)[0][0], 'decided');
		assert.deepEqual(sql(`SELECT e.event, e.actor FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}' ORDER BY e.seq DESC LIMIT 1`), [['desk.heard-complaint', 'caseworker']]);

		assert.equal((await s.does(`klage/fra/${id}/avvis`, { grunnlag: 'klagerett', begrunnelse: 'Du ser den ikke.', handling: 'send' })).status, 303);
		const [, text, document] = await made(nils, 'complaint-dismissed');
		assert.match(text, /Du ser den ikke\..*På papir: jeg mister utsikten\..*Du kan klage på avvisningen/);
		assert.deepEqual(sql(`SELECT person_id, hearing_party_id FROM document WHERE id = '${document}'`), [['', nils]], 'nobody that we know as a person, so it goes by post');
		const again = await opened(code(text));
		assert.match(words(again), /Vi avviste klagen din/);
		assert.deepEqual(heard(nora).map(l => l[0]), ['decision-heard'], 'nobody else is told');
	});

	test('of one who was never told is dismissed too, and goes to the address they wrote', async () => {
		const { s, ref } = await granted();
		const whole = { ...stranger, klage: 'Jeg går forbi der.', endring: '', mottatt: on(-1) };
		for (const [fields, said] of [[{ klager: '' }, /Skriv navnet/], [{ adresse: ' ' }, /Skriv adressen/], [{ postnummer: '99' }, /fire sifre/], [{ poststed: '' }, /Skriv adressen/]]) {
			const wrong = await s.does('klage/registrer', { ...whole, ...fields });
			assert.equal(wrong.status, 422);
			assert.match(main(wrong.text), said);
			assert.match(wrong.text, /Jeg går forbi der\./);
			assert.match(wrong.text, /value="annen"[^>]*checked/);
		}
		assert.equal((await s.does('klage/registrer', { ...whole, sent: '1' })).status, 303);
		const [[id, ...row]] = waiting(ref);
		assert.deepEqual(row, ['desk', 't', 'Jeg går forbi der.', 'f', 'Stine Fremmed']);
		await s.see('klage');
		assert.match(words(s), /Stine Fremmed Kom .* på papir.*Jeg går forbi der\./);
		assert.doesNotMatch(await s.see(), /Stine Fremmed/, 'they are none of those who were told');
		assert.equal((await s.does(`klage/fra/${id}/avvis`, { grunnlag: 'frist', begrunnelse: 'Du visste om den.', handling: 'send' })).status, 303);
		const [[party]] = sql(`SELECT party_id FROM heard_complaint WHERE id = '${id}'`);
		const [, text] = await made(party, 'complaint-dismissed');
		assert.match(text, /Klagefristen er tre uker.*Du visste om den\..*Jeg går forbi der\./);
		assert.deepEqual(sql(`SELECT r.name, r.line1, r.postcode, r.city FROM outbox o CROSS JOIN LATERAL contact_receiver(o.id) r WHERE o.hearing_party_id = '${party}' AND o.done_at IS NULL
			UNION SELECT name, line1, postcode, city FROM hearing_party WHERE id = '${party}'`), [['Stine Fremmed', 'Fjellveien 9', '9997', 'Skogheim']]);
		const again = await opened(code(text));
		assert.equal(again.page.status, 200);
		assert.match(words(again), /Vi avviste klagen din .*klage på avvisningen/);
		assert.doesNotMatch(words(again), /ber om å få vite hva du mener|Dette gjelder det/, 'nobody asked them');
		await again.submit({ klage: 'Jeg bor der.' }, { action: '/uttalelse/klage' });
		assert.match(again.page.url, /takk/);
	});

	test('is taken in beside another, and of one whose time is out it is said that it came late', async () => {
		const { s, ref, nora, nils } = await granted(), [, , document] = await made(nora, 'decision-heard');
		await s.see('klage');
		assert.equal(folded(s.page), false);
		assert.equal((await s.does('klage/registrer', { hvem: 'soker', klage: 'Jeg vil bygge mer.', mottatt: on(0) })).status, 303);
		await s.see('klage');
		assert.equal(folded(s.page), true, 'another one is what one seldom comes for');
		assert.equal(folded(await s.does('klage/registrer', { ...stranger, klage: '', mottatt: on(0) })), false, 'but what is refused is seen');
		assert.equal(sql(`SELECT state FROM case_file WHERE ref = '${ref}'`)[0][0], 'complaint');
		await s.see('klage');
		assert.match(words(s), /Hvem klager\? Nils Nabo, 12\/35 Nora Nabo, 12\/34 En annen/, 'the applicant has complained');
		assert.equal((await s.does('klage/registrer', { hvem: 'soker', klage: 'Mer.', mottatt: on(0) })).status, 409);
		sql(`UPDATE document SET available_at = now() - interval '60 days' WHERE id = '${document}'`);
		sql(`INSERT INTO letter_proof (tenant_id, document_id, what, channel, at) VALUES ('9998', '${document}', 'printed', 'hand', now() - interval '60 days')`);
		for (const [hvem, klage] of [[nora, 'For sent.'], [nils, 'I tide.']])
			assert.equal((await s.does('klage/registrer', { hvem, klage, mottatt: on(0) })).status, 303);
		assert.deepEqual(waiting(ref).map(k => [k[5], k[2]]).sort(), [['Nils Nabo', 'f'], ['Nora Nabo', 't']]);
		const [id] = waiting(ref).find(k => k[5] === 'Nils Nabo');
		assert.equal((await s.does(`klage/fra/${id}`)).status, 303);
		assert.match((await made(nils, 'complaint-receipt'))[1], /en klage fra Nils Nabo.*I tide\./);
	});
});

describe('complaints that are treated together', () => {
	before(async () => new Visitor(base).login('kari', '/mine-saker'));		// she is known to us

	/* Stine's is taken in, Arne's beside it; Eva's, of an earlier round, is dismissed. */
	async function treated() {
		const ref = permit(), s = await staff('ansatt-9998-6', ref), party = {};
		await s.does('ta');
		for (const [name, klage] of [['Eva Sen', 'Fra Eva.'], ['Stine Fremmed', 'Fra Stine.'], ['Arne Annen', 'Fra Arne.']]) {
			assert.equal((await s.does('klage/registrer', { ...stranger, klager: name, klage, mottatt: on(name === 'Stine Fremmed' ? -3 : -1) })).status, 303);
			const [[id, who]] = sql(`SELECT k.id, k.party_id FROM heard_complaint k JOIN hearing_party p ON p.id = k.party_id JOIN case_file c ON c.id = k.case_id WHERE c.ref = '${ref}' AND p.name = '${name}'`);
			party[name.split(' ')[0]] = who;
			const done = await s.does(`klage/fra/${id}${name === 'Eva Sen' ? '/avvis' : ''}`, { grunnlag: 'klagerett', begrunnelse: 'Nei.', handling: 'send' });
			assert.equal(done.status, 303, done.text);
		}
		return { ref, s, ...party };
	}
	const told = (ref, template) => until('the applicant has it', () => letterText(ref, template), 60000);
	const toApplicant = (ref, template) => until('the applicant has it', () => sql(`SELECT regexp_replace(regexp_replace(convert_from(d.content, 'UTF8'), '<[^>]*>', ' ', 'g'), '\\s+', ' ', 'g')
		FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.template = '${template}' AND d.receiver = 'applicant'`)[0]?.[0], 60000);

	test('each who complained is told of their own, the applicant of them all, and who was dismissed of nothing more', async () => {
		const { ref, s, Stine, Arne, Eva } = await treated();
		assert.match(main((await s.does('klage/forhandsvisning', { vurdering: 'Den står lovlig.' })).text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '),
			/Til klageinstansen .*Til søkeren .*klagen fra Stine Fremmed og fra Arne Annen\..*Til den som klager .*etter klagen din\./);
		assert.equal((await s.does('klage/opprettholde', { vurdering: 'Den står lovlig.' })).status, 303);
		for (const [party, other] of [[Stine, /Arne/], [Arne, /Stine/]]) {
			const [, text] = await made(party, 'complaint-sent');
			assert.match(text, /på nytt etter klagen din\..*Den står lovlig\./);
			assert.doesNotMatch(text, other);
		}
		assert.match(await toApplicant(ref, 'complaint-sent'), /etter klagen fra Stine Fremmed og fra Arne Annen\./);
		assert.match(await told(ref, 'complaint-body'), /Fra Stine\..*En klage til, fra Arne Annen/);

		sql(`UPDATE deadline SET due_at = now() FROM case_file c WHERE c.id = case_id AND c.ref = '${ref}' AND event = 'deadline.appeal' AND fired_at IS NULL AND cancelled_at IS NULL`);
		const shown = days => new Date(Date.now() + days * 864e5).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: 'numeric', month: 'long', year: 'numeric' });
		for (const [party, days, other] of [[Stine, -3, /Arne/], [Arne, -1, /Stine/]]) {
			const [, text] = await made(party, 'complaint-delayed');
			assert.match(text, new RegExp(`Vi fikk klagen din ${shown(days)}\\.`));
			assert.doesNotMatch(text, other);
		}
		assert.match(await toApplicant(ref, 'complaint-delayed'), new RegExp(`Vi fikk ${shown(-3)} en klage fra Stine Fremmed, og ${shown(-1)} en klage fra Arne Annen\\.`));

		assert.equal((await s.does('klage/resultat', { resultat: 'stand', avgjort: on(0), begrunnelse: 'Lovlig.' })).status, 303);
		for (const [party, other] of [[Stine, /Arne/], [Arne, /Stine/]]) {
			const [, text] = await made(party, 'appeal-result');
			assert.match(text, /Klagen din ble avgjort .*førte ikke fram.*Lovlig\./);
			assert.doesNotMatch(text, other);
		}
		assert.match(await toApplicant(ref, 'appeal-result'), /Klagen fra Stine Fremmed og fra Arne Annen ble avgjort/);
		assert.deepEqual(heard(Eva).map(l => l[0]), ['complaint-dismissed']);
	});
});
