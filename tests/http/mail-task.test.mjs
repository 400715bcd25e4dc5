/* Letters at the desk: what became of them, and what a person does about one that did not arrive. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, skranke, sql, until } from '../harness/stack.mjs';
import { applied, main } from './apply.mjs';
import { events, staff } from './decide.mjs';

const SUNNIVA = 'ansatt-9998-1', PETTER = 'ansatt-9998-2', OTHER = 'ansatt-9998-4';
const words = html => main(html).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/* A case whose receipt did not arrive: its letter, its outbox row, and the task. */
async function stuck(code = 'no-address', { letter = true } = {}) {
	const v = await applied('ola');
	const [id, outbox] = await until('the receipt', () => sql(`SELECT d.id, d.outbox_id FROM document d JOIN case_file c ON c.id = d.case_id
		JOIN outbox o ON o.id = d.outbox_id AND o.done_at IS NOT NULL WHERE c.ref = '${v.ref}'`)[0], 60000);
	sql(`UPDATE outbox SET parked_at = now(), done_at = NULL, next_at = now() + interval '1 year' WHERE id = '${outbox}'`);
	const [task] = sql(`INSERT INTO mail_task (tenant_id, case_id, outbox_id, document_id, code)
		SELECT tenant_id, case_id, id, ${letter ? `'${id}'` : 'NULL'}, '${code}' FROM outbox WHERE id = '${outbox}' RETURNING id`)[0];
	return { ref: v.ref, v, id, outbox, task, at: `brevoppgave/${task}` };
}
const open = task => sql(`SELECT how, closed_by IS NOT NULL FROM mail_task WHERE id = '${task}'`)[0];
const row = outbox => JSON.parse(sql(`SELECT row_to_json(q) FROM (SELECT done_at IS NOT NULL AS done, parked_at IS NOT NULL AS parked, paper, round FROM outbox WHERE id = '${outbox}') q`)[0][0]);
const today = () => sql(`SELECT to_char(now() AT TIME ZONE 'Europe/Oslo', 'DD.MM.YYYY')`)[0][0];

describe('the letters of a case at the desk', () => {
	test('are shown with their history, fingerprint and PDF, and each look is noted', async () => {
		const v = await applied('ola');
		const id = await until('the receipt', () => sql(`SELECT d.id FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}'`)[0]?.[0], 60000);
		sql(`INSERT INTO document_pdf (tenant_id, document_id, content, sha256) SELECT tenant_id, id, 'abc', encode(sha256('abc'), 'hex') FROM document
			WHERE id = '${id}' ON CONFLICT DO NOTHING`);
		sql(`INSERT INTO letter_proof (tenant_id, document_id, what, channel, reference, detail) SELECT tenant_id, id, x.what, x.channel, x.reference, x.detail FROM document,
			(VALUES ('notified', 'svarut', 'F-77', NULL), ('failed', 'eformidling', NULL, 'refused'), ('failed', 'file', NULL, 'some-code'))
			AS x (what, channel, reference, detail) WHERE id = '${id}'`);
		const c = await staff(SUNNIVA, v.ref), page = words(await c.see('brev'));
		assert.match(page, /Kvittering for søknad[^(]* Ikke åpnet ennå\./);
		for (const line of [/PDF laget/, /Klart i mottakerens postkasse hos oss/, /Mottakeren varslet \(SvarUt, referanse F-77\)/, /Kom ikke fram \(eFormidling, ikke tatt imot\)/, /Kom ikke fram \(fil\)/, /SHA-256\): [0-9a-f]{64}/])
			assert.match(page, line);
		await v.go(`${base}/postkasse/${id}`);
		assert.match(words(await c.see('brev')), /Åpnet \d/);
		assert.match(words(await c.see(`brev/${id}`)), /Brevets gang.*Åpnet av mottakeren/);
		const pdf = await c.ask('GET', `${c.at}/brev/${id}/pdf`), kept = sql(`SELECT encode(content, 'hex') FROM document_pdf WHERE document_id = '${id}'`)[0][0];
		assert.equal(pdf.bytes.toString('hex'), kept);
		assert.match(pdf.headers['content-disposition'], new RegExp(`${v.ref}\\.pdf`));
		assert.deepEqual(sql(`SELECT DISTINCT what FROM access_log l JOIN case_file c ON c.id = l.case_id WHERE c.ref = '${v.ref}' ORDER BY 1`).flat(), ['case', 'letter', 'letters']);
		const none = new Visitor(base);
		await none.loginStaff(OTHER);
		for (const path of ['brev', `brev/${id}/pdf`])
			assert.equal((await none.ask('GET', `${c.at}/${path}`)).status, 404, 'one of another service sees none of it');
		assert.equal((await c.ask('GET', `${c.at}/brev/${randomUUID()}/pdf`)).status, 404);
	});
});

describe('a letter that did not arrive', () => {
	test('waits in a list with what is wrong, counted beside the lists, for those who may see the case', async () => {
		const k = await stuck('uncertain'), c = await staff(SUNNIVA, k.ref), none = new Visitor(base);
		const list = (await c.go('/saksbehandling/brev')).text;
		assert.match(words(list), new RegExp(`Vi vet ikke om brevet kom fram Kvittering for søknad om barnehageplass ${k.ref}`));
		assert.match(words((await c.go('/saksbehandling')).text), /Brev som trenger deg [1-9]\d* brev/);
		await none.loginStaff(OTHER);
		assert.doesNotMatch((await none.go('/saksbehandling/brev')).text, new RegExp(k.ref));
		assert.doesNotMatch((await none.go('/saksbehandling')).text, /Brev som trenger deg/);
		assert.match(words(await c.see()), /Et brev kom ikke fram\. Se hva du kan gjøre/);
		assert.match(words(await c.see(k.at)), /Undersøk først om det kom fram/);
		assert.equal((await c.go('/saksbehandling/brev?etter=x')).status, 200);
	});

	test('is sent again, once, however often the button is pressed', async () => {
		const k = await stuck('too-often'), c = await staff(SUNNIVA, k.ref);
		const [first, second] = await Promise.all([c.does(k.at, { hva: 'igjen' }), c.does(k.at, { hva: 'igjen' })]);
		assert.deepEqual([first.status, second.status], [303, 303]);
		assert.deepEqual([first, second].map(a => /oppgave=(\w+)/.exec(a.headers.location)[1]).sort(), ['gjort', 'igjen']);
		assert.deepEqual(open(k.task), ['again', 't']);
		assert.deepEqual(events(k.ref), ['submit', 'desk.mail-again']);
		assert.equal(row(k.outbox).round, 2);
		assert.doesNotMatch(words(await c.see()), /kom ikke fram/);
		assert.equal((await c.does(k.at, { hva: 'papir', dag: today() })).headers.location.endsWith('oppgave=gjort'), true, 'nor otherwise afterwards');
		assert.match(words(await c.see('brev?oppgave=igjen')), /Brevet blir sendt på nytt.*Gjort med brev som ikke kom fram.*sendt på nytt.*Sunniva Berg/);
		assert.match(words(await c.see('historikk')), /Et brev blir sendt på nytt/);
		assert.equal((await c.ask('GET', `${c.at}/${k.at}`)).headers.location.endsWith('oppgave=gjort'), true);
	});

	test('goes on paper to the address that is typed, and all that is wrong with it is said at once', async () => {
		const k = await stuck('no-address'), c = await staff(SUNNIVA, k.ref);
		let page = await c.does(k.at, {});
		assert.equal(page.status, 422);
		assert.match(words(page.text), /Velg hva du gjør med brevet/);
		page = await c.does(k.at, { hva: 'adresse', linje1: ' ', postnummer: '14', poststed: '', land: 'Norge', linje2: 'x'.repeat(101) });
		assert.equal(page.status, 422);
		for (const sentence of [/Skriv gate og nummer/, /Skriv postnummeret/, /Skriv poststedet/, /Linjen er for lang/])
			assert.match(words(page.text), sentence);
		assert.match(page.text, /value="adresse"[^>]*checked/);
		assert.equal((await c.does(k.at, { hva: 'tull' })).status, 422);
		assert.deepEqual(open(k.task), ['', 'f'], 'and nothing is done');
		page = await c.does(k.at, { hva: 'adresse', linje1: 'Bryggegata "3" \\ <b>', linje2: 'c/o Åse', postnummer: '9998', poststed: 'Fjordvik', land: '' });
		assert.equal(page.status, 303);
		assert.deepEqual(sql(`SELECT a.line1, a.line2, a.postcode, a.city, a.country, a.source, a.set_by IS NOT NULL FROM print_address a JOIN case_file c
			ON c.person_id = a.person_id AND c.tenant_id = a.tenant_id WHERE c.ref = '${k.ref}'`)[0],
		['Bryggegata "3" \\ <b>', 'c/o Åse', '9998', 'Fjordvik', 'Norge', 'desk', 't']);
		assert.deepEqual(open(k.task), ['address', 't']);
		assert.equal(row(k.outbox).paper, 'asked');
		const told = sql(`SELECT data::text FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${k.ref}'`).flat().join(' ');
		assert.doesNotMatch(told, /Brygge/, 'the chain does not know the address');
		assert.equal(skranke('audit', 'verify').status, 0);
	});

	test('that was posted by hand, or told of, counts from the day that was done', async () => {
		for (const [hva, what, how] of [['papir', 'printed', 'paper'], ['sagt', 'notified', 'told']]) {
			const k = await stuck('graded'), c = await staff(SUNNIVA, k.ref);
			for (const dag of ['', '31.02.2026', '01.01.2099'])
				assert.equal((await c.does(k.at, { hva, dag })).status, 422);
			assert.equal((await c.does(k.at, { hva, dag: today() })).status, 303);
			assert.deepEqual(open(k.task), [how, 't']);
			assert.deepEqual(sql(`SELECT p.channel, p.at >= d.available_at AND p.at <= now(), d.notified_at <= p.at FROM letter_proof p
				JOIN document d ON d.id = p.document_id WHERE d.id = '${k.id}' AND p.what = '${what}' AND p.channel = 'hand'`)[0], ['hand', 't', 't']);
			assert.deepEqual([row(k.outbox).done, row(k.outbox).parked], [true, false]);
		}
	});

	test('that was never made can only be tried again', async () => {
		const k = await stuck('letter-broken', { letter: false }), c = await staff(SUNNIVA, k.ref);
		assert.doesNotMatch(await c.see(k.at), /value="(papir|sagt|adresse)"/);
		assert.equal((await c.does(k.at, { hva: 'papir', dag: today() })).status, 422);
		assert.equal((await c.does(k.at, { hva: 'igjen' })).status, 303);
	});

	test('is nothing for a reader, another service, another case\'s address, a forged token or one who is disqualified', async () => {
		const k = await stuck(), other = await applied('ola'), c = await staff(SUNNIVA, k.ref);
		const reader = await staff(PETTER, k.ref), none = new Visitor(base);
		const role = sql(`SELECT d.role FROM desk_right d JOIN desk_user u ON u.id = d.desk_user_id WHERE u.subject = '${PETTER}' AND d.service = 'barnehageplass'`)[0]?.[0];
		sql(`UPDATE desk_right d SET role = 'reader' FROM desk_user u WHERE u.id = d.desk_user_id AND u.subject = '${PETTER}' AND d.service = 'barnehageplass'`);
		try {
			assert.match(words(await reader.see(k.at)), /ikke gjøre noe i den/);
			assert.ok([403, 404].includes((await reader.does(k.at, { hva: 'igjen' })).status));
		} finally {
			sql(`UPDATE desk_right d SET role = '${role}' FROM desk_user u WHERE u.id = d.desk_user_id AND u.subject = '${PETTER}' AND d.service = 'barnehageplass'`);
		}
		await none.loginStaff(OTHER);
		assert.ok([403, 404].includes((await none.ask('POST', `${c.at}/${k.at}`, { body: { csrf: none.csrf, hva: 'igjen' } })).status));
		assert.equal((await c.ask('POST', `${base}/saksbehandling/sak/${other.ref}/${k.at}`, { body: { csrf: c.csrf, hva: 'igjen' } })).status, 404);
		const forged = await c.ask('POST', `${c.at}/${k.at}`, { body: { csrf: 'x', hva: 'adresse', linje1: 'Bryggegata 3' } });
		assert.equal(forged.status, 403);
		assert.match(forged.text, /value="Bryggegata 3"/, 'what was typed stands');
		await c.does('inhabil', { grunn: 'Min nabo.' });
		const out = await c.does(k.at, { hva: 'igjen' });
		assert.ok([403, 409].includes(out.status), `${out.status}`);
		assert.deepEqual(open(k.task), ['', 'f']);
		assert.equal(row(k.outbox).parked, true);
	});

	test('loses no word when the session has run out', async () => {
		const k = await stuck(), c = await staff(SUNNIVA, k.ref);
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE sub = '${SUNNIVA}'`);
		const over = await c.does(k.at, { hva: 'adresse', linje1: 'Bryggegata 3' });
		assert.equal(over.status, 401);
		const carried = formsOf(over.text).find(f => f.action.endsWith(k.task)).fields;
		await c.go(`/saksbehandling/logginn?til=${encodeURIComponent('/saksbehandling')}`);
		const again = await c.post(`${c.at}/${k.at}`, carried);
		assert.equal(again.status, 403);
		assert.match(again.text, /value="Bryggegata 3"/);
		assert.deepEqual(open(k.task), ['', 'f']);
	});
});
