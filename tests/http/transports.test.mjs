/* A letter leaves by SvarUt or an integrasjonspunkt, and what becomes of it is known: a postman of this file's own,
   with the strict stand-ins of tests/stand-in for the world. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import { root, skranke, sql, start, stop, until } from '../harness/stack.mjs';

const dir = mkdtempSync(join(tmpdir(), 'skranke-post-'));
const stack = process.env.SKRANKE_STACK;
const build = process.env.SKRANKE_BUILD ?? join(root, 'build/dev');
const children = [];
let port, postman, settings;

const rows = query => sql(`SELECT row_to_json(q) FROM (${query}) q`).map(([json]) => JSON.parse(json));
const tell = async (what, body = {}) =>
	(await fetch(`http://127.0.0.1:${port}/-/${what}`, { method: 'POST', body: JSON.stringify(body) })).json();
const behave = (who, on, how, times = 1) => tell('behave', { who, on, how, times });

function run(name, args, env = {}) {
	const child = spawn(name, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
	children.push(child);
	return child;
}

before(async () => {
	const post = run(process.execPath, [join(root, 'tests/stand-in/mail.mjs'), dir]);
	port = await new Promise(done => post.stdout.once('data', d => done(Number(/port (\d+)/.exec(d)[1]))));
	stop('postman');
	/* 9998 by SvarUt, 9997 by an integrasjonspunkt, digitally and on paper */
	settings = join(dir, 'transports.xml');
	const text = readFileSync(settings, 'utf8');
	writeFileSync(settings, text.replace(/ {2}<transport [^>]*tenant="9997"[^>]*>\n/g, '').replace('tenant="9999"', 'tenant="9997"'));
	startPostman();
});

function startPostman() {
	const pg = sql('SHOW unix_socket_directories')[0][0];
	postman = run(join(build, 'postman'), [], {
		SKRANKE_DB: `host=${pg} dbname=skranke user=skranke_postman`, SKRANKE_TRANSPORTS: settings,
		SKRANKE_TEMPLATES: join(root, 'templates'), SKRANKE_LANGUAGES: join(root, 'build/languages'),
		SKRANKE_PRESS: join(stack, 'run/press.sock'), SKRANKE_TEST_NUMBERS: '1', SKRANKE_MAIL: `file:${dir}`,
	});
	postman.stderr.on('data', d => process.env.SKRANKE_TALK && process.stderr.write(d));
}

after(() => {
	children.forEach(c => c.kill());
	start('postman');
	rmSync(dir, { recursive: true });
});

beforeEach(async () => {
	await tell('well');
	await tell('forget');
	sql('DELETE FROM mail_lane');		// nothing is held back for the troubles of the test before
});

/* A case of somebody who may be written to, and one letter that is asked for; its outbox id. */
function put(tenant, { address, payload = { template: 'receipt', to: 'applicant' } } = {}) {
	const id = randomUUID(), person = randomUUID(), kase = randomUUID();
	const digits = n => String(Math.floor(Math.random() * 10 ** n)).padStart(n, '0'), pid = digits(11), ref = `POST-2026-${digits(6)}`;
	sql(`BEGIN;
		INSERT INTO person (id, pid, name, email) VALUES ('${person}', '${pid}', 'Ågot Ørbekk', 'brevtest@example.no');
		INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)
		    SELECT '${kase}', '${tenant}', '${ref}', service, id, '${randomUUID()}', '${person}',
			'<barnehageplass><fornavn>Åse</fornavn></barnehageplass>', 'review', '${digits(12)}'
		    FROM template_release WHERE service = 'barnehageplass' AND in_force;
		INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
		    VALUES ('${tenant}', '${kase}', 'submit', 'review', 'applicant', '${person}');
		${address ? `SELECT print_address_put('${tenant}', '${person}', '${JSON.stringify(address)}', 'register', NULL);` : ''}
		INSERT INTO outbox (id, tenant_id, case_id, kind, payload)
		    VALUES ('${id}', '${tenant}', '${kase}', 'letter', '${JSON.stringify(payload)}');
		COMMIT;`);
	sql('NOTIFY outbox');
	return { id, pid };
}

const delivery = id => rows(`SELECT v.* FROM delivery v WHERE v.outbox_id = '${id}' ORDER BY v.begun_at DESC`)[0];
const hash = id => rows(`SELECT p.sha256 FROM document_pdf p JOIN document d ON d.id = p.document_id WHERE d.outbox_id = '${id}'`)[0].sha256;
const proofs = id => Object.fromEntries(rows(`SELECT l.what, l.channel, l.at, l.sha256 FROM letter_proof l JOIN document d ON d.id = l.document_id
	WHERE d.outbox_id = '${id}' AND l.channel <> 'mailbox'`).map(p => [p.what, p]));
const done = id => until(`the letter ${id} has been handed over`, () =>
	rows(`SELECT FROM outbox WHERE id = '${id}' AND done_at IS NOT NULL`).length > 0, 45000);	// the press may be cold
const askNow = id => sql(`UPDATE delivery SET ask_at = now() WHERE outbox_id = '${id}' AND ask_at IS NOT NULL; NOTIFY outbox`);
/* An answer that was lost is looked up after a while: now. */
const soon = id => sql(`UPDATE outbox SET next_at = now() WHERE id = '${id}' AND done_at IS NULL; NOTIFY outbox`);

describe('a letter by SvarUt', () => {
	test('is the very PDF of the proof, for its receiver alone, and says nothing outside a login', async () => {
		const { id, pid } = put('9998');
		await done(id);
		const { svarut: { letters }, wrong } = await tell('seen');
		assert.deepEqual(wrong, []);
		assert.equal(letters.length, 1);
		const [{ forsendelse: f, sha256, id: theirs }] = letters;
		assert.equal(sha256, hash(id));
		assert.equal(f.mottaker.digitalId, pid);
		assert.equal(f.kryptert && f.krevNiva4Innlogging, true);
		assert.ok(!/Ågot|Ørbekk|Åse|arnehage/.test(f.tittel), f.tittel);
		const d = delivery(id);
		assert.equal(d.channel, 'svarut');
		assert.equal(d.state, 'sent');
		assert.equal(d.reference, theirs);
		assert.equal(proofs(id).sent.sha256, sha256);
	});

	test('is proven as told and as opened when SvarUt says so, with its times', async () => {
		const { id } = put('9998');
		await done(id);
		await tell('progress', { who: 'svarut', digital: ['VARSLET', 'LEST'] });
		askNow(id);
		await until('told', () => proofs(id).notified);
		assert.equal(proofs(id).opened, undefined);
		askNow(id);
		await until('opened', () => proofs(id).opened);
		assert.equal(delivery(id).state, 'arrived');
		const [{ notified_at: told }] = rows(`SELECT notified_at FROM document WHERE outbox_id = '${id}'`);
		assert.equal(Date.parse(told), Date.parse(proofs(id).notified.at));
	});

	for (const how of ['hang-up-after', 'hang-up-before', '500-after', 'nonsense'])
		test(`is sent once where the answer is lost: ${how}`, async () => {
			await behave('svarut', 'send', how);
			const { id } = put('9998');
			await until('the answer is lost', () => delivery(id)?.state === 'uncertain');
			soon(id);
			await done(id);
			const { svarut: { letters }, wrong } = await tell('seen');
			assert.deepEqual(wrong, []);
			assert.equal(letters.length, 1);
			assert.equal(delivery(id).reference, letters[0].id);
		});

	test('that nobody has heard of for 14 days is shown to a person, and asked about no more', async () => {
		const { id } = put('9998');
		await done(id);
		const tasks = () => rows(`SELECT code FROM mail_task WHERE outbox_id = '${id}' AND closed_at IS NULL`);
		const asked = n => until(`it is asked about ${n} times`, () => delivery(id).asked === n && delivery(id).asking_until === null);
		sql(`UPDATE delivery SET begun_at = begun_at - interval '13 days 23 hours' WHERE outbox_id = '${id}'`);
		askNow(id);
		await asked(1);
		assert.equal(delivery(id).state, 'sent');
		assert.deepEqual(tasks(), [], 'not before');
		sql(`UPDATE delivery SET begun_at = begun_at - interval '2 hours' WHERE outbox_id = '${id}'`);
		askNow(id);
		await asked(2);
		assert.equal(delivery(id).state, 'uncertain');
		assert.equal(delivery(id).ask_at, null);
		assert.deepEqual(tasks(), [{ code: 'uncertain' }]);
		assert.match(skranke('mail', 'queue').said, new RegExp(`${id} .*uncertain: no word of it for 14 days`));
	});

	test('that they know nothing of any more holds up no other', async () => {
		const { id } = put('9998');
		await done(id);
		await tell('forget');
		for (let n = 1; n <= 3; n++) {
			askNow(id);
			await until(`it is asked about ${n} times`, () => delivery(id).asked === n && delivery(id).asking_until === null);
		}
		assert.deepEqual(rows(`SELECT open_until FROM mail_lane WHERE open_until IS NOT NULL`), []);
		await done(put('9998').id);
	});

	test('waits where Maskinporten is away, and goes when it is back', async () => {
		await tell('progress', { who: 'maskinporten' });
		await behave('maskinporten', '*', '503', 0);
		const { id } = put('9998');
		await until('it is tried', () => delivery(id)?.state === 'failed');
		assert.equal((await tell('seen')).svarut.letters.length, 0);
		await tell('well');
		sql('DELETE FROM mail_lane');
		soon(id);
		await done(id);
		assert.equal((await tell('seen')).svarut.letters.length, 1);
	});
});

describe('a letter by an integrasjonspunkt', () => {
	test('goes once, with our key as messageId, and is proven by what its statuses say', async () => {
		const { id, pid } = put('9997');
		await done(id);
		const { eformidling: { messages }, wrong } = await tell('seen');
		assert.deepEqual(wrong, []);
		assert.equal(messages.length, 1);
		const [m] = messages;
		assert.equal(m.sent, 1);
		assert.equal(m.key, delivery(id).reference);
		assert.equal(m.file.sha256, hash(id));
		assert.equal(m.sbd.standardBusinessDocumentHeader.receiver[0].identifier.value, pid);
		await tell('progress', { who: 'eformidling', digital: ['SENDT', 'LEVERT', 'LEST'] });
		for (let i = 0; i < 3; i++) {
			const asked = delivery(id).asked;
			askNow(id);
			await until('it is asked about', () => delivery(id).asked > asked);
		}
		await until('opened', () => proofs(id).opened && proofs(id).notified);
	});

	test('that somebody asked for on paper is printed, with both addresses', async () => {
		const { id } = put('9997', { address: { line1: 'Fjellveien 2', postcode: '9990', city: 'Båtsfjord' },
			payload: { template: 'receipt', to: 'applicant', print: true } });
		await done(id);
		const { eformidling: { messages: [m] }, wrong } = await tell('seen');
		assert.deepEqual(wrong, []);
		assert.equal(m.type, 'print');
		assert.deepEqual(m.sbd.print.mottaker, { navn: 'Ågot Ørbekk', adresselinje1: 'Fjellveien 2', postnummer: '9990', poststed: 'Båtsfjord',
			land: 'Norge' });
		assert.match(m.sbd.print.retur.mottaker.navn, /Skogheim/);
		await tell('progress', { who: 'eformidling', print: ['LEVERT'] });
		askNow(id);
		await until('printed', () => proofs(id).printed);
		assert.equal(delivery(id).state, 'arrived');
	});

	test('that lies unread for the days the municipality has set goes on paper, once; one that was opened never does', async () => {
		const address = { line1: 'Fjellveien 2', postcode: '9990', city: 'Båtsfjord' };
		const [unread, opened, young] = [1, 2, 3].map(() => put('9997', { address, payload: { template: 'message', to: 'applicant', title: 'Hei', text: 'Hei', by: 'Siri' } }));
		const all = [unread, opened, young], since = (l, days) => sql(`UPDATE document SET available_at = now() - interval '${days} days' WHERE outbox_id = '${l.id}'`);
		for (const l of all)
			await done(l.id);
		since(unread, 15), since(opened, 15), since(young, 13);
		sql(`UPDATE document SET read_at = now() WHERE outbox_id = '${opened.id}';
			UPDATE tenant SET settings = settings || '{"mail-unread-print-days": "14"}' WHERE id = '9997'`);
		try {
			for (let starts = 0; starts < 2; starts++) {		// it looks when it has begun, and then now and then
				postman.kill();
				await new Promise(ended => postman.once('exit', ended));
				startPostman();
				await until('the unread letter is printed', () => delivery(unread.id).print && delivery(unread.id).state === 'sent', 60000);
			}
			const printed = (await tell('seen')).eformidling.messages.filter(m => m.type === 'print');
			assert.equal(printed.length, 1);
			assert.equal(printed[0].file.sha256, hash(unread.id), 'the very letter that lay in the mailbox');
			assert.deepEqual(all.map(l => delivery(l.id).print), [true, false, false]);
		} finally {
			sql(`UPDATE tenant SET settings = settings - 'mail-unread-print-days' WHERE id = '9997'`);
		}
	});

	test('that they give up goes another way, or to a person', async () => {
		const { id } = put('9997');
		await done(id);
		await tell('progress', { who: 'eformidling', digital: ['FEIL'] });
		askNow(id);
		await until('somebody must see to it', () => rows(`SELECT FROM mail_task WHERE outbox_id = '${id}' AND closed_at IS NULL`).length > 0
			|| rows(`SELECT FROM delivery WHERE outbox_id = '${id}' AND print`).length > 0);
		assert.ok(proofs(id).failed);
	});
});

describe('the command that tries the settings', () => {
	test('says what is wrong, and where', { skip: !existsSync(join(root, 'templates/cli/mail.txt')) && 'there is none yet' }, () => {
		const file = join(dir, 'wrong.xml');
		writeFileSync(file, '<transports xmlns="urn:skranke:transports:1">\n<transport kind="fax"/>\n</transports>\n');
		assert.throws(() => execFileSync(join(build, 'skranke'), ['mail', 'check', file], { stdio: 'pipe' }), e => /fax/.test(e.stdout + e.stderr));
		execFileSync(join(build, 'skranke'), ['mail', 'check', join(dir, 'transports.xml')], { stdio: 'pipe' });
	});
});
