/* A complaint that is treated is dismissed: the applicant's own, another's, and one of several; until it is sent to its body. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, skranke, sql, until } from '../harness/stack.mjs';
import { applied, main } from './apply.mjs';
import { caseRow, events, letters, letterText, staff } from './decide.mjs';
import { heard, made } from './heard.mjs';
import { permit } from './permit.mjs';

const SUNNIVA = 'ansatt-9998-1', PETTER = 'ansatt-9998-2', BUILDER = 'ansatt-9998-6';
const on = days => new Date(Date.now() + days * 864e5).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const said = text => main(text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const left = { grunnlag: 'klagerett', begrunnelse: 'Du har fått det du ba om.', handling: 'send' };
const complaintDue = ref => sql(`SELECT d.event, d.law, d.due_at IS NULL OR d.due_at > now() + interval '20 days' FROM deadline d JOIN case_file c ON c.id = d.case_id
	WHERE c.ref = '${ref}' AND d.event = 'deadline.complaint' AND d.fired_at IS NULL AND d.cancelled_at IS NULL`);

/* A refusal that the applicant complains of. */
async function complained() {
	const v = await applied(), c = await staff(SUNNIVA, v.ref);
	await c.does('ta');
	await c.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
	await v.go(`${base}/mine-saker/${v.ref}/klage`);
	await v.post(`${base}/mine-saker/${v.ref}/klage`, { csrf: v.csrf, klage: 'Vi bor her.', endring: '', handling: 'send' });
	return { v, c };
}

/* Written in by staff, and taken in. */
async function taken(s, ref, name) {
	const written = await s.does('klage/registrer', { hvem: 'annen', klager: name, adresse: 'Fjellveien 9', postnummer: '9997', poststed: 'Skogheim', klage: `Fra ${name}.`, mottatt: on(-1) });
	assert.equal(written.status, 303, written.text);
	const [[id, party]] = sql(`SELECT k.id, k.party_id FROM heard_complaint k JOIN hearing_party p ON p.id = k.party_id JOIN case_file c ON c.id = k.case_id WHERE c.ref = '${ref}' AND p.name = '${name}'`);
	assert.equal((await s.does(`klage/fra/${id}`)).status, 303);
	return { id, party, at: `klage/fra/${id}/avvis` };
}

describe('the applicant\'s complaint', () => {
	test('is dismissed while it is treated: by a letter with law, reason and how to complain of that, and time to do so', async () => {
		const { v, c } = await complained();
		await c.see('klage');
		assert.match(c.page.text, new RegExp(`href="[^"]*/${v.ref}/klage/avvis"`));
		const page = said(await c.see('klage/avvis'));
		assert.match(page, /Klagen fra Kari Nordmann.*Vi bor her\./);
		assert.doesNotMatch(page, /Klagen kom for sent/, 'it did not');
		const two = await staff(PETTER, v.ref);
		assert.equal((await two.does('klage/avvis', left)).status, 403);
		for (const [fields, what] of [[{ grunnlag: '' }, /Velg hvorfor/], [{ grunnlag: 'frist' }, /kom ikke for sent/], [{ begrunnelse: ' ' }, /Skriv begrunnelsen/]]) {
			const wrong = await c.does('klage/avvis', { ...left, ...fields });
			assert.equal(wrong.status, 422);
			assert.match(said(wrong.text), what);
		}
		const preview = said((await c.does('klage/avvis', { ...left, handling: 'vis' })).text);
		assert.match(preview, /Vi har avvist klagen din.*Du har fått det du ba om\..*klage under «Mine saker»/);
		assert.doesNotMatch(preview, /denne koden/);
		assert.deepEqual(caseRow(v.ref, 'state'), ['complaint'], 'nothing is done by looking');
		assert.equal((await c.does('klage/avvis', left)).headers.location, `/saksbehandling/sak/${v.ref}/klage?avvist=1`);
		assert.equal((await c.does('klage/avvis', left)).status, 409);
		assert.deepEqual(caseRow(v.ref, 'state'), ['dismissed']);
		assert.deepEqual(complaintDue(v.ref).map(d => d.slice(1)), [['forvaltningsloven § 29', 't']], 'it can be complained of');
		await until('the letter is made', () => letterText(v.ref, 'complaint-dismissed'), 60000);
		assert.match(letterText(v.ref, 'complaint-dismissed'), /en klage fra deg\..*§ 28 første ledd.*Du har fått det du ba om\..*Vi bor her\..*Du kan klage på avvisningen.*«Mine saker».*Sunniva Berg/);
		assert.doesNotMatch(letterText(v.ref, 'complaint-dismissed'), /denne koden/);

		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.match(said(v.page.text), /Klagen er avvist.*Kommunen avviste klagen din/);
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		await v.post(`${base}/mine-saker/${v.ref}/klage`, { csrf: v.csrf, klage: 'Jeg klager på avvisningen.', endring: '', handling: 'send' });
		assert.deepEqual(caseRow(v.ref, 'state'), ['complaint']);
		assert.equal((await c.does('klage/opprettholde', { vurdering: 'Den er avvist med rette.' })).status, 303);
		assert.equal((await c.does('klage/avvis', left)).status, 409, 'it is with its body');
		assert.equal((await c.ask('GET', `${c.at}/klage/avvis`)).status, 409);
		assert.deepEqual(events(v.ref).slice(-4), ['complain', 'dismiss-own', 'complain', 'uphold']);
		assert.equal(skranke('audit', 'verify').status, 0);
	});

	test('that came too late is dismissed for that', async () => {
		const v = await applied(), c = await staff(SUNNIVA, v.ref);
		await c.does('ta');
		await c.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
		sql(`UPDATE deadline d SET from_at = now() - interval '23 days', due_at = now() - interval '2 days' FROM case_file c WHERE c.id = d.case_id AND c.ref = '${v.ref}' AND d.event = 'deadline.complaint'`);
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		await v.post(`${base}/mine-saker/${v.ref}/klage`, { csrf: v.csrf, klage: 'Vi var bortreist.', endring: '', handling: 'send' });
		assert.match(said(await c.see('klage/avvis')), /, etter fristen\. .*Klagen kom for sent/);
		assert.equal((await c.does('klage/avvis', { ...left, grunnlag: 'frist' })).status, 303);
		await until('the letter is made', () => letterText(v.ref, 'complaint-dismissed'), 60000);
		assert.match(letterText(v.ref, 'complaint-dismissed'), /Klagen din kom etter at den var ute/);
	});

	test('is not dismissed while what is to become of it waits for somebody else', async () => {
		const { v, c } = await complained();
		sql(`SET session_replication_role = replica; INSERT INTO proposal (tenant_id, case_id, status, fields, written_by, event, data, proposed_by, proposed_at)
			SELECT tenant_id, id, 'proposed', '', assigned_to, 'uphold', '{}', assigned_to, now() FROM case_file WHERE ref = '${v.ref}'`);
		assert.equal((await c.does('klage/avvis', left)).status, 409);
	});
});

describe('the complaint of another', () => {
	before(async () => new Visitor(base).login('kari', '/mine-saker'));

	test('is dismissed while it is treated; the applicant, who was told of it, is told so, and cannot withdraw it', async () => {
		const ref = permit(), s = await staff(BUILDER, ref), v = new Visitor(base);
		await s.does('ta');
		const stine = await taken(s, ref, 'Stine Fremmed');
		assert.deepEqual(caseRow(ref, 'state'), ['complaint']);
		await v.login('kari', `/mine-saker/${ref}`);
		assert.doesNotMatch(v.page.text, /klage\/trekk/);
		assert.equal((await v.ask('GET', `${base}/mine-saker/${ref}/klage/trekk`)).status, 409);
		assert.equal((await v.ask('POST', `${base}/mine-saker/${ref}/klage/trekk`, { body: { csrf: v.csrf } })).status, 409);
		assert.deepEqual(caseRow(ref, 'state'), ['complaint']);
		await s.see('klage');
		assert.match(s.page.text, new RegExp(`href="[^"]*/klage/fra/${stine.id}/avvis"`));
		assert.doesNotMatch(s.page.text, /href="[^"]*\/klage\/avvis"/);
		assert.equal((await s.does('klage/avvis', left)).status, 409, 'it is not the applicant\'s');
		assert.match(said((await s.does(stine.at, { ...left, handling: 'vis' })).text), /Vi har avvist klagen din.*denne koden.*Klagen er avvist.*en klage fra Stine Fremmed/);
		assert.equal((await s.does(stine.at, left)).status, 303);
		assert.equal((await s.does(stine.at, left)).status, 409);
		assert.deepEqual(caseRow(ref, 'state'), ['settled']);
		assert.match((await made(stine.party, 'complaint-dismissed'))[1], /Du har fått det du ba om\..*Fra Stine Fremmed\..*denne koden/);
		await until('the applicant has it', () => letterText(ref, 'complaint-over'), 60000);
		assert.match(letterText(ref, 'complaint-over'), /en klage fra Stine Fremmed\. Vi har avvist klagen/);
		assert.doesNotMatch(letterText(ref, 'complaint-over'), /Du har fått det du ba om/, 'why is between them and us');
		assert.deepEqual(events(ref).slice(-2), ['complain', 'dismiss-other']);
	});

	test('that is treated beside another is dismissed alone, and the other goes on; that one not before it', async () => {
		const ref = permit(), s = await staff(BUILDER, ref);
		await s.does('ta');
		const stine = await taken(s, ref, 'Stine Fremmed'), arne = await taken(s, ref, 'Arne Annen');
		const page = said(await s.see('klage'));
		assert.match(page, /kan ikke avvises alene/);
		assert.doesNotMatch(s.page.text, new RegExp(`${stine.id}/avvis`));
		assert.match(s.page.text, new RegExp(`${arne.id}/avvis`));
		assert.equal((await s.does(stine.at, left)).status, 409);
		assert.equal((await s.does(arne.at, left)).status, 303);
		assert.deepEqual(caseRow(ref, 'state'), ['complaint']);
		await made(arne.party, 'complaint-dismissed');
		assert.doesNotMatch(said(await s.see('klage')), /Fra Arne Annen\./);
		assert.equal((await s.does('klage/opprettholde', { vurdering: 'Den står lovlig.' })).status, 303);
		await until('the letter is made', () => letterText(ref, 'complaint-body'), 60000);
		assert.doesNotMatch(letterText(ref, 'complaint-body'), /Arne/);
		await made(stine.party, 'complaint-sent');
		assert.deepEqual(heard(arne.party).map(l => l[0]).sort(), ['complaint-dismissed', 'complaint-receipt']);
		assert.equal((await s.does(stine.at, left)).status, 409, 'it is with its body');
	});

	test('is dismissed in services where nobody is heard, too', async () => {
		const v = await applied(), c = await staff(SUNNIVA, v.ref);
		await c.does('ta');
		await c.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
		const stine = await taken(c, v.ref, 'Stine Fremmed');
		assert.equal((await c.does(stine.at, left)).status, 303);
		assert.deepEqual(caseRow(v.ref, 'state'), ['settled']);
		assert.match((await made(stine.party, 'complaint-dismissed'))[1], /en klage fra deg\..*denne koden/);
		assert.ok(letters(v.ref).every(([template, receiver]) => template !== 'complaint-dismissed' || receiver !== 'applicant'));
	});
});
