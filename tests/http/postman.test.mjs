/* What the postman makes of what it finds in the outbox. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';

import { mails, sql, until } from '../harness/stack.mjs';

const text = v => v === null ? 'NULL' : `'${v.replaceAll("'", "''")}'`;

/* A case of a person who has this address, and one row in the outbox, put as a program puts it. */
function put({ email = 'brevtest@example.no', kind = 'letter', payload = { template: 'receipt', to: 'applicant' }, decision = null } = {}) {
	const id = randomUUID(), person = randomUUID(), kase = randomUUID();
	const pid = String(Math.floor(Math.random() * 1e11)).padStart(11, '0'), ref = id.slice(0, 13).toUpperCase();
	sql(`BEGIN;
		INSERT INTO person (id, pid, name, email) VALUES ('${person}', '${pid}', 'Ågot Ørbekk', ${text(email)});
		INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)
		    SELECT '${kase}', '9998', 'BHG-${ref}', service, id, '${randomUUID()}', '${person}',
			'<barnehageplass><fornavn>Åse</fornavn></barnehageplass>', 'decided', '${ref}'
		    FROM template_release WHERE service = 'barnehageplass' AND in_force;
		INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
		    VALUES ('9998', '${kase}', 'submit', '${decision === null ? 'decided' : 'review'}', 'applicant', '${person}');
		${decision === null ? '' : `INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, data)
		    VALUES ('9998', '${kase}', '${decision.outcome}', 'review', 'decided', 'system', ${text(JSON.stringify(decision))});`}
		INSERT INTO outbox (id, tenant_id, case_id, kind, payload)
		    VALUES ('${id}', '9998', '${kase}', ${text(kind)}, ${text(JSON.stringify(payload))});
		COMMIT;`);
	return id;
}

/* Rows as objects: an empty column at the end of a line would be lost. */
const rows = query => sql(`SELECT row_to_json(q) FROM (${query}) q`).map(([json]) => JSON.parse(json));
const row = id => rows(`SELECT done_at IS NOT NULL AS done, parked_at IS NOT NULL AS parked, error FROM outbox WHERE id = '${id}'`)[0];
const settled = id => until(`the row ${id} is done or parked`, () => {
	const r = row(id);
	return (r.done || r.parked) && r;
});
const letter = id => rows(`SELECT title, media_type AS type, convert_from(content, 'UTF8') AS xml,
	encode(sha256(content), 'hex') = sha256 AS whole FROM document WHERE outbox_id = '${id}'`);
const delivery = id => rows(`SELECT state, error FROM delivery WHERE outbox_id = '${id}'`)[0];
const mail = id => mails().filter(m => m.headers['message-id'].includes(id));

describe('a letter', () => {
	test('is kept as it was made, and its notice says nothing of it', async () => {
		const id = put();
		const r = await settled(id);
		assert.equal(r.parked, false);
		const [made] = letter(id);
		assert.ok(made.whole);
		assert.equal(made.type, 'application/vnd.skranke.letter+xml');
		assert.match(made.title, /^Kvittering/);
		assert.match(made.xml, /Ågot Ørbekk/);
		assert.equal(delivery(id).state, 'sent');
		const [m] = mail(id);
		assert.equal(m.headers['auto-submitted'], 'auto-generated');
		assert.equal(m.headers.subject, 'Du har fått post fra Fjordvik kommune');
		for (const secret of ['Ågot', 'Ørbekk', 'Åse', 'arnehage'])
			assert.ok(!m.text.includes(secret) && !m.headers.subject.includes(secret), secret);
	});

	test('of a decision says what was decided last, why, and how to complain', async () => {
		const id = put({ payload: { template: 'decision', to: 'applicant' }, decision: { outcome: 'grant', place: 'Sjøstjerna <barnehage>',
			start: '2027-08-16', text: 'Første linje.\nAndre linje.', by: 'Siri Saksbehandler',
			reasons: [{ text: 'Det var ledig plass.', law: 'barnehageloven § 17' }, { text: 'Barnet har rett til plass.', law: '' }] } });
		assert.equal((await settled(id)).parked, false);
		const [{ xml }] = letter(id);
		for (const words of ['Sjøstjerna &lt;barnehage&gt; fra 16. august 2027', 'Det var ledig plass. (barnehageloven § 17)',
			'<item>Barnet har rett til plass.</item>', 'Første linje.\nAndre linje.', 'Siri Saksbehandler', '21 dager', 'klagenemnda'])
			assert.ok(xml.includes(words), words);
	});

	test('that would be a decision without a reason is never made; a person is told', async () => {
		const id = put({ payload: { template: 'decision', to: 'applicant' }, decision: { outcome: 'reject', text: '', by: 'x', reasons: [] } });
		const r = await settled(id);
		assert.match(r.error, /begrunnelse/);
		assert.equal(letter(id).length, 0);
		assert.equal(mail(id).length, 0);
	});
});

describe('somebody without an e-mail address', () => {
	test('finds the letter in the mailbox; that no notice went is on record', async () => {
		const id = put({ email: null });
		const r = await settled(id);
		assert.equal(r.parked, false);
		assert.equal(letter(id).length, 1);
		assert.equal(delivery(id).state, 'failed');
		assert.match(delivery(id).error, /ikke oppgitt/);
	});

	test('or with one that cannot be an address finds it too, and a person is told', async () => {
		const id = put({ email: 'a@example.no\r\nBcc: b@example.no' });
		const r = await settled(id);
		assert.match(r.error, /ikke gyldig/);
		assert.equal(letter(id).length, 1);
		assert.equal(delivery(id).state, 'failed');
		assert.equal(mail(id).length, 0);
	});
});

describe('a row that nobody can carry out', () => {
	for (const [what, how, why] of [
		['of a kind the postman does not know', { kind: 'fax' }, /ikke kjenner/],
		['for a receiver the postman does not know', { payload: { template: 'receipt', to: 'neighbour' } }, /mottaker/],
		['for a template that the service does not have', { payload: { template: 'ode', to: 'applicant' } }, /brevmal/],
	]) test(`${what} is put aside with a sentence, and holds up nothing`, async () => {
		const id = put(how), next = put();
		assert.match((await settled(id)).error, why);
		assert.equal(letter(id).length, 0);
		assert.equal((await settled(next)).parked, false);
	});
});
