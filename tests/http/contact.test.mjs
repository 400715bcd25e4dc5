/* How people are reached: what the contact register says decides between a notice, paper and a person.  A postman of
   this file's own, with a strict stand-in of the register (tests/stand-in/krr.mjs) and a folder for the letters. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { root, skranke, sql, start, stop, until } from '../harness/stack.mjs';

const dir = mkdtempSync(join(tmpdir(), 'skranke-krr-'));
const build = process.env.SKRANKE_BUILD ?? join(root, 'build/dev');
const children = [], used = [];
let port, said = '';

const ask = async (path, body) => (await fetch(`http://127.0.0.1:${port}/-/${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })).json();
const people = {};
const behave = (how = 'ok') => ask('behave', { how, people });
const rows = query => sql(`SELECT row_to_json(q) FROM (${query}) q`).map(([json]) => JSON.parse(json));
const years = n => new Date(Date.now() - n * 365.25 * 86400000).toISOString();

function run(name, args, env = {}) {
	const child = spawn(name, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
	children.push(child);
	return child;
}

before(async () => {
	const register = run(process.execPath, [join(root, 'tests/stand-in/krr.mjs'), join(dir, 'key.jwk')]);
	port = await new Promise(done => register.stdout.once('data', d => done(Number(/port (\d+)/.exec(d)[1]))));
	const at = `http://127.0.0.1:${port}`, settings = join(dir, 'transports.xml');
	writeFileSync(settings, `<transports xmlns="urn:skranke:transports:1">
		<maskinporten id="krr" token="${at}/token" audience="${at}/" client="skranke-test" key="${join(dir, 'key.jwk')}" kid="krr-test"/>
		<transport kind="file" folder="${dir}"/>
		<contact-register url="${at}" maskinporten="krr"/>
	</transports>`);
	const checked = skranke('mail', 'check', settings);
	assert.equal(checked.status, 0, checked.said);
	stop('postman');
	const postman = run(join(build, 'postman'), [], {
		SKRANKE_DB: `host=${sql('SHOW unix_socket_directories')[0][0]} dbname=skranke user=skranke_postman`, SKRANKE_TRANSPORTS: settings,
		SKRANKE_TEMPLATES: join(root, 'templates'), SKRANKE_LANGUAGES: join(root, 'build/languages'),
		SKRANKE_PRESS: join(process.env.SKRANKE_STACK, 'run/press.sock'), SKRANKE_TEST_NUMBERS: '1', SKRANKE_MAIL: `file:${dir}`,
	});
	postman.stderr.on('data', d => { said += d; });
});

after(() => {
	children.forEach(c => c.kill());
	start('postman');
	rmSync(dir, { recursive: true });
});

/* A letter that is asked for: to somebody the register knows as it is told, with a postal address or not. */
async function put(register, { address, graded, template = 'preliminary', origin = 'web' } = {}) {
	const id = randomUUID(), person = randomUUID(), kase = randomUUID();
	const digits = n => String(Math.floor(Math.random() * 10 ** n)).padStart(n, '0'), pid = digits(11), ref = `KRR-2026-${digits(6)}`;
	people[pid] = register;
	used.push(pid);
	await behave();
	sql(`BEGIN;
		INSERT INTO person (id, pid, name, email, graded) VALUES ('${person}', '${pid}', 'Ågot Ørbekk', 'selvsagt@example.no', ${graded ? `'confidential'` : 'NULL'});
		INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code, origin, registered_by, registered_at)
		    SELECT '${kase}', '9998', '${ref}', service, id, '${randomUUID()}', '${person}', '<barnehageplass/>', 'review', '${digits(12)}', '${origin}',
			CASE '${origin}' WHEN 'web' THEN NULL ELSE (SELECT u.id FROM desk_user u WHERE u.tenant_id = '9998' LIMIT 1) END,
			CASE '${origin}' WHEN 'web' THEN NULL ELSE now() END
		    FROM template_release WHERE service = 'barnehageplass' AND in_force;
		INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id) VALUES ('9998', '${kase}', 'submit', 'review', 'applicant', '${person}');
		${address && !graded ? `SELECT print_address_put('9998', '${person}', '${JSON.stringify(address)}', 'register', NULL);` : ''}
		INSERT INTO outbox (id, tenant_id, case_id, kind, payload) VALUES ('${id}', '9998', '${kase}', 'letter', '{"template": "${template}", "to": "applicant"}');
		COMMIT; NOTIFY outbox`);
	return { id, pid, person };
}

const home = { line1: 'Storgata 1', line2: 'H0201', postcode: '9990', city: 'Fjordvik' };
const done = id => until('the letter is handed over', () => rows(`SELECT id FROM outbox WHERE id = '${id}' AND done_at IS NOT NULL`).length > 0, 60000);
const task = async id => {
	await until('somebody has a task', () => rows(`SELECT code FROM mail_task WHERE outbox_id = '${id}' AND closed_at IS NULL`).length > 0, 60000);
	return rows(`SELECT code FROM mail_task WHERE outbox_id = '${id}' AND closed_at IS NULL`)[0].code;
};
const delivery = id => rows(`SELECT * FROM delivery WHERE outbox_id = '${id}' ORDER BY begun_at DESC`)[0];
const payload = id => JSON.parse(readFileSync(join(dir, delivery(id).reference), 'utf8'));
const fresh = { kontaktinformasjon: { epostadresse: 'fersk@krr.example', epostadresse_oppdatert: years(3), epostadresse_sist_verifisert: years(0.5) } };

describe('a letter to somebody in the contact register', () => {
	test('who can be told goes digitally', async () => {
		const { id, pid } = await put(fresh, { address: home });
		await done(id);
		assert.equal(delivery(id).print, false);
		assert.equal(payload(id).standardBusinessDocumentHeader.receiver[0].identifier.value, pid);
	});

	for (const [what, register] of Object.entries({
		'who is reserved': { ...fresh, reservasjon: 'JA' },
		'who cannot be told': { ...fresh, varslingsstatus: 'KAN_IKKE_VARSLES' },
		'whose address nobody has looked at for 18 months': { kontaktinformasjon: { epostadresse: 'gammel@krr.example', epostadresse_oppdatert: years(5), epostadresse_sist_verifisert: years(1.6) } },
		'who is not registered': { status: 'IKKE_REGISTRERT', varslingsstatus: 'KAN_IKKE_VARSLES' },
	}))
		test(`${what} goes on paper`, async () => {
			const { id } = await put(register, { address: home });
			await done(id);
			assert.equal(delivery(id).print, true);
			assert.deepEqual(payload(id).print.mottaker, { navn: 'Ågot Ørbekk', adresselinje1: 'Storgata 1', adresselinje2: 'H0201', postnummer: '9990', poststed: 'Fjordvik', land: 'Norge' });
		});

	test('without a postal address becomes a task, and goes when there is one', async () => {
		const { id, person } = await put({ ...fresh, reservasjon: 'JA' });
		assert.equal(await task(id), 'no-address');
		assert.equal(rows(`SELECT id FROM delivery WHERE outbox_id = '${id}'`).length, 0);
		assert.match(skranke('mail', 'queue').said, new RegExp(`${id} .*no-address`));
		sql(`SELECT print_address_put('9998', '${person}', '${JSON.stringify(home)}', 'desk', NULL)`);
		assert.equal(skranke('mail', 'retry', id).status, 0);
		await done(id);
		assert.equal(delivery(id).print, true);
	});

	test('with a graded address is told digitally, and never printed', async () => {
		const told = await put(fresh, { graded: true }), reserved = await put({ ...fresh, reservasjon: 'JA' }, { graded: true });
		await done(told.id);
		assert.equal(delivery(told.id).print, false);
		assert.equal(await task(reserved.id), 'graded');
		assert.equal(rows(`SELECT id FROM delivery WHERE outbox_id = '${reserved.id}'`).length, 0);
	});

	test('is in the language that is registered there, where none is chosen here', async () => {
		const { id } = await put({ ...fresh, spraak: 'en' });
		await done(id);
		assert.equal(rows(`SELECT language FROM document WHERE outbox_id = '${id}'`)[0].language, 'en');
		assert.equal(payload(id).digital.spraak, 'en');
	});

	test('that confirms what was sent in here stays digital, that of what came on paper does not', async () => {
		const web = await put({ ...fresh, reservasjon: 'JA' }, { address: home, template: 'receipt' });
		const paper = await put({ ...fresh, reservasjon: 'JA' }, { address: home, template: 'receipt', origin: 'paper' });
		await done(web.id);
		assert.equal(delivery(web.id).print, false);
		await done(paper.id);
		assert.equal(delivery(paper.id).print, true);
	});

	test('waits while the register is away, and nobody is told of by guess', async () => {
		const { id } = await put(fresh);
		await done(id);
		const next = await put({ ...fresh, reservasjon: 'JA' }, { address: home });
		await done(next.id);
		await behave('503');
		const late = randomUUID();
		sql(`INSERT INTO outbox (id, tenant_id, case_id, kind, payload) SELECT '${late}', tenant_id, case_id, kind, payload FROM outbox WHERE id = '${next.id}';
			DELETE FROM contact; NOTIFY outbox`);
		await until('it waits', () => rows(`SELECT error FROM outbox WHERE id = '${late}'`)[0].error === 'the contact register is away', 60000);
		assert.equal(rows(`SELECT id FROM delivery WHERE outbox_id = '${late}'`).length, 0);
	});

	test('asked for strictly, and nobody is named in a log', async () => {
		const { wrong, asked } = await ask('seen');
		assert.deepEqual(wrong, []);
		assert.ok(asked.length >= 1);
		assert.match(said, /what=start/);
		for (const secret of [...used, 'krr.example', 'selvsagt', 'Ågot', 'Storgata'])
			assert.ok(!said.includes(secret), `the log holds ${secret}`);
	});
});
