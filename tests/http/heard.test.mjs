/* Who had remarks to an application gets the answer to it, and may complain. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, sql, until } from '../harness/stack.mjs';
import { main } from './apply.mjs';
import { staff } from './decide.mjs';
import { code, granted, heard, made, words } from './heard.mjs';
import { opened } from './neighbours.mjs';

describe('when an application is decided', () => {
	test('who had remarks gets the decision, and complains with the code on it; the applicant is told', async () => {
		const { v, s, ref, nora, nils, codes } = await granted();
		const [, text, document] = await made(nora, 'decision-heard');
		assert.match(text, /Søknaden er godtatt/);
		assert.match(text, /Prøven er god/);
		assert.deepEqual(heard(nils), [], 'who had none does not');
		assert.notEqual(code(text), codes['Nora Nabo']);
		assert.notEqual((await v.ask('GET', `${base}/postkasse/${document}`)).status, 200, 'the code is the receiver\'s alone');
		await v.go(`${base}/mine-saker/${ref}/dokumenter`);
		assert.doesNotMatch(words(v), /Boden du hadde merknader til/);

		const n = await opened(code(text));
		assert.match(words(n), /Kommunen har avgjort saken/);
		assert.match(words(n), /Er du uenig, kan du klage/);
		await n.submit({ klage: ' ', endring: 'Flytt den.' }, { action: '/uttalelse/klage' });
		assert.equal(n.page.status, 422);
		assert.match(words(n), /Skriv hva du klager på/);
		assert.match(n.page.text, /Flytt den\./);
		await n.submit({ klage: 'Boden tar sola.', endring: 'Flytt den.' }, { action: '/uttalelse/klage' });
		assert.match(n.page.url, /takk/);
		assert.match(words(n), /Vi har fått klagen/);
		assert.equal((await opened(code(text))).page.status, 409, 'the code is used');

		const waits = () => sql(`SELECT count(*) FROM heard_complaint k WHERE k.case_id = (SELECT id FROM case_file WHERE ref = '${ref}') AND taken_at IS NULL`)[0][0];
		const fresh = async () => Number(/Nytt fra søkere\D*(\d+)?/.exec(words(await s.go(`${base}/saksbehandling`) && s))?.[1] ?? 0);
		const before = await fresh();
		assert.equal(waits(), '1');
		assert.ok(before >= 1, 'counted beside the lists');
		await s.go(`${base}/saksbehandling/nytt`);
		assert.match(words(s), new RegExp(ref));
		assert.match(await s.see(), /Har klaget/);
		await s.see('klage');
		assert.match(words(s), /Nora Nabo 12\/34\. Kom .* Boden tar sola\. Dette skal være endret: Flytt den\. Ta klagen til behandling/);
		const id = sql(`SELECT id FROM heard_complaint WHERE party_id = '${nora}'`)[0][0];
		const none = await staff('ansatt-9998-4', ref);
		assert.notEqual((await none.does(`klage/fra/${id}`)).status, 303, 'not without the right');
		assert.equal((await s.does(`klage/fra/${id}`)).status, 303);
		assert.equal((await s.does(`klage/fra/${id}`)).status, 409, 'once');
		assert.equal(await fresh(), before - 1, 'taken, it waits no more');
		assert.equal(sql(`SELECT state FROM case_file WHERE ref = '${ref}'`)[0][0], 'complaint');
		await s.see('klage');
		assert.match(words(s), /Dette skriver Nora Nabo Boden tar sola\./);
		const [, receipt] = await made(nora, 'complaint-receipt');
		assert.match(receipt, /en klage fra Nora Nabo/);
		const [[told]] = await until('the applicant is told', () => {
			const r = sql(`SELECT replace(convert_from(content, 'UTF8'), E'\\n', ' ') FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.template = 'complaint-receipt' AND receiver = 'applicant'`);
			return r.length > 0 && r;
		}, 60000);
		assert.match(told, /en klage fra Nora Nabo/);
		assert.match(sql(`SELECT string_agg(event, ' ' ORDER BY seq) FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}'`)[0][0], /grant desk\.heard-complaint complain/);

		/* one more, while that is treated */
		sql(`INSERT INTO heard_complaint (tenant_id, case_id, party_id, late, text, wanted, how) SELECT tenant_id, case_id, '${nils}', false, 'Jeg med.', '', 'login' FROM heard_complaint WHERE id = '${id}'`);
		const [[second]] = sql(`SELECT id FROM heard_complaint WHERE party_id = '${nils}'`);
		assert.equal((await s.does(`klage/fra/${second}`)).status, 303);
		assert.deepEqual(sql(`SELECT event, from_state, to_state, data ->> 'heard' FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}' ORDER BY seq DESC LIMIT 1`),
			[['join-complaint', 'complaint', 'complaint', second]]);
		assert.match((await made(nils, 'complaint-receipt'))[1], /en klage fra Nils Nabo.*Jeg med\./);
		await until('the applicant is told of it too', () => sql(`SELECT 1 FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.template = 'complaint-receipt'
			AND receiver = 'applicant' AND convert_from(content, 'UTF8') ~ 'Nils\\s+Nabo'`).length === 1, 60000);
		assert.equal(heard(nora).filter(l => l[0] === 'complaint-receipt').length, 1, 'the first has no second receipt');
		await s.see('klage');
		assert.match(words(s), /Dette skriver Nora Nabo Boden tar sola\./, 'the first stands');
		assert.match(words(s), /Nils Nabo.*Jeg med\..*Behandles sammen med klagen som er her/);
		assert.deepEqual(sql(`SELECT j.name, j.text FROM case_file c CROSS JOIN LATERAL case_joined(c.tenant_id, c.id, now()) j WHERE c.ref = '${ref}'`), [['Nils Nabo', 'Jeg med.']]);
		await s.see('historikk');
		assert.match(words(s), /En klage til er tatt med i behandlingen/);
	});

	test('a complaint that cannot be treated is dismissed: by a letter with law, reason, and how to complain of that', async () => {
		const { s, ref, nora, nils } = await granted(), n = await opened(code((await made(nora, 'decision-heard'))[1]));
		await n.submit({ klage: 'Jeg liker ikke boder.' }, { action: '/uttalelse/klage' });
		const [[id]] = sql(`SELECT id FROM heard_complaint WHERE party_id = '${nora}'`), at = `klage/fra/${id}/avvis`;
		await s.see('klage');
		assert.match(words(s), /Avvis klagen/);
		const reader = await staff('ansatt-9998-4', ref), other = await staff('ansatt-9998-2', ref), whole = { grunnlag: 'klagerett', begrunnelse: 'Du bor ikke her.\nDu ser den ikke.' };
		assert.equal((await reader.does(at, { ...whole, handling: 'send' })).status, 403);
		assert.equal((await other.does(at, { ...whole, handling: 'send' })).status, 403, 'who has not the case');
		await s.see(at);
		assert.match(words(s), /Jeg liker ikke boder\..*har ikke klagerett/);
		assert.doesNotMatch(words(s), /Klagen kom for sent, og/, 'it did not');
		for (const [fields, said] of [[{ begrunnelse: 'Skrevet' }, /Velg hvorfor klagen ikke kan behandles/], [{ grunnlag: 'klagerett', begrunnelse: ' ' }, /Skriv begrunnelsen/],
			[{ grunnlag: 'frist', begrunnelse: 'Skrevet' }, /Klagen kom ikke for sent/], [{ grunnlag: 'klagerett', begrunnelse: 'x'.repeat(10001) }, /for lang/]]) {
			const wrong = await s.does(at, { ...fields, handling: 'send' });
			assert.equal(wrong.status, 422);
			assert.match(main(wrong.text), said);
		}
		await s.post(`${s.at}/${at}`, { csrf: s.csrf, ...whole, handling: 'vis' });
		assert.match(words(s), /Det går til Nora Nabo\..*Klagen om boden er avvist.*§ 28 første ledd.*Du bor ikke her\..*Jeg liker ikke boder\..*Du kan klage på avvisningen.*Fristen er tre uker/);
		await s.submit({ handling: 'endre' }, { action: '/avvis' });
		assert.match(s.page.text, /Du bor ikke her\.\r?\nDu ser den ikke\.<\/textarea>/);
		assert.deepEqual(sql(`SELECT coalesce(ground, 'none') FROM heard_complaint WHERE id = '${id}'`), [['none']]);
		const press = () => s.does(at, { ...whole, handling: 'send' });
		assert.deepEqual((await Promise.all([press(), press()])).map(a => a.status).sort(), [303, 409]);
		const [, text] = await made(nora, 'complaint-dismissed');
		assert.match(text, /Du bor ikke her\..*Du kan klage på avvisningen/);
		assert.match(text, /Sunniva Berg/, 'who dismissed it signs');
		assert.deepEqual(heard(nils), [], 'nobody else is told');
		assert.equal(sql(`SELECT state FROM case_file WHERE ref = '${ref}'`)[0][0], 'decided');
		await s.see('klage');
		assert.doesNotMatch(words(s), /Jeg liker ikke boder/);
		await s.see('historikk');
		assert.match(words(s), /En klage ble avvist/);

		const again = await opened(code(text));
		assert.match(words(again), /Vi avviste klagen din .*klage på avvisningen/);
		assert.doesNotMatch(words(again), /er ute/, 'the time counts from the dismissal');
		await again.submit({ klage: 'Jeg bor her.' }, { action: '/uttalelse/klage' });
		assert.match(again.page.url, /takk/);
		await s.see('klage');
		assert.match(words(s), /En klage fra dem er avvist før.*Jeg bor her\./);
	});

	test('the time to complain counts from the neighbour\'s own letter, and who had no remarks may complain too', async () => {
		const { nora, nils, codes } = await granted();
		const [, text, document] = await made(nora, 'decision-heard'), n = await opened(code(text));
		sql(`UPDATE document SET available_at = now() - interval '60 days' WHERE id = '${document}'`);
		sql(`INSERT INTO letter_proof (tenant_id, document_id, what, channel, at) VALUES ('9998', '${document}', 'printed', 'hand', now() - interval '60 days')`);
		await n.post(`${base}/uttalelse`, { kode: code(text) });
		assert.match(words(n), /Klagefristen var .* og den er ute/);
		await n.submit({ klage: 'Jeg var bortreist.' }, { action: '/uttalelse/klage' });
		assert.deepEqual(sql(`SELECT late FROM heard_complaint WHERE party_id = '${nora}'`), [['t']]);
		const ola = new Visitor(base);
		await ola.login('ola');
		sql(`UPDATE hearing_party SET person_id = (SELECT id FROM person WHERE pid = '22929198178') WHERE id = '${nils}'`);
		await ola.go(`${base}/uttalelse/${nils}`);
		assert.match(words(ola), /Fristen er tre uker fra du fikk vite om avgjørelsen/);
		const { csrf } = ola, over = () => sql("UPDATE session SET seen_at = now() - interval '31 minutes' WHERE person_id = (SELECT person_id FROM hearing_party WHERE id = '" + nils + "')");
		over();
		await ola.ask('POST', `${base}/uttalelse/${nils}/klage`, { body: { csrf: 'of somebody else', klage: 'Stjålet' } });
		assert.deepEqual(sql(`SELECT * FROM hearing_typed WHERE party_id = '${nils}'`), [], 'who has not the form keeps nothing');
		await ola.post(`${base}/uttalelse/${nils}/klage`, { csrf, klage: 'Jeg også & mer.', endring: 'Riv den.' });
		assert.equal(ola.page.status, 401, 'the login ran out');
		assert.match(words(ola), /Vi har tatt vare på det du skrev/);
		await ola.go(`${base}/logginn?til=/uttalelse/${nils}`);
		assert.match(words(ola), /Jeg også & mer\..*Riv den\./);
		await ola.submit({ klage: 'Jeg også.' }, { action: `/uttalelse/${nils}/klage` });
		assert.deepEqual(sql(`SELECT * FROM hearing_typed WHERE party_id = '${nils}'`), [], 'what is sent is kept no more');
		assert.ok(!logs().includes('Jeg også'));
		assert.match(words(ola), /Vi har fått klagen din/);
		assert.match(words(ola), /Jeg også\./);
		assert.equal((await ola.ask('POST', `${base}/uttalelse/${nora}/klage`, { body: { csrf: ola.csrf, klage: 'En annens' } })).status, 404);
		assert.equal(sql(`SELECT count(*) FROM heard_complaint WHERE party_id IN ('${nora}', '${nils}')`)[0][0], '2');
		assert.ok(codes['Nils Nabo']);
	});
});
