/* A case in the shape of somebody else, at the desk and by the command line: the service «gjerde» of tests/fixtures. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, skranke, sql } from '../harness/stack.mjs';
import { press } from './apply.mjs';
import { staff } from './decide.mjs';

const looks = ref => Number(sql(`SELECT count(*) FROM access_log a JOIN case_file c ON c.id = a.case_id WHERE a.what = 'answers' AND c.ref = '${ref}'`)[0][0]);
let ref, pid;

before(async () => {
	sql(`INSERT INTO desk_right (tenant_id, desk_user_id, service, role)
		SELECT tenant_id, desk_user_id, 'gjerde', role FROM desk_right WHERE service = 'redusert-foreldrebetaling' ON CONFLICT DO NOTHING`);
	const v = new Visitor(base);
	await v.login('kari', '/tjenester/gjerde');
	await v.post(`${base}/soknad/gjerde`, { csrf: v.csrf });
	const draft = v.page.url.replace(/\/[^/]*$/, '');
	await press(v, { lengde: '10', hoyde: '1,5' });
	await v.post(`${draft}/send`, { csrf: v.csrf });
	ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)?.[1];
	[[pid]] = sql(`SELECT p.pid FROM person p JOIN case_file c ON c.person_id = p.id WHERE c.ref = '${ref}'`);
});

describe('a case in the shape of somebody else', () => {
	test('is a file among the documents, with a name and a type, and who saves it is noted', async () => {
		const c = await staff('ansatt-9998-1', ref), before = looks(ref);
		const page = await c.see('dokumenter');
		assert.match(page, new RegExp(`href="/saksbehandling/sak/${ref}/eksport/register"`));
		const file = await c.go(`${base}/saksbehandling/sak/${ref}/eksport/register`);
		assert.equal(file.status, 200);
		assert.equal(file.headers['content-type'], 'application/xml; charset=utf-8');
		assert.match(file.headers['content-disposition'], new RegExp(`^attachment; filename="${ref}-register\\.xml"`));
		assert.match(file.text, new RegExp(`<sak>${ref}</sak>\\s+<kommune>9998</kommune>\\s+<lengde>10</lengde>`));
		assert.match(file.text, new RegExp(`<navn>[^<]+</navn>\\s+<fodselsnummer>${pid}</fodselsnummer>`));
		assert.doesNotMatch(file.text, /vedtak/);
		assert.equal(looks(ref), before + 1);
	});

	test('is nothing to who may not see the case, and there is none that the service does not describe', async () => {
		const c = await staff('ansatt-9998-1', ref), other = new Visitor(base), before = looks(ref);
		assert.equal((await c.go(`${base}/saksbehandling/sak/${ref}/eksport/annet`)).status, 404);
		assert.equal((await c.go(`${base}/saksbehandling/sak/GJE-2020-999999/eksport/register`)).status, 404);
		await other.login('ola', '/tjenester/gjerde');
		const answer = await other.go(`${base}/saksbehandling/sak/${ref}/eksport/register`);
		assert.doesNotMatch(answer.text, new RegExp(pid));
		assert.ok(looks(ref) <= before + 1);
	});

	test('is written by the command line too, and what it does not find it says', () => {
		const made = skranke('export', ref, 'register');
		assert.equal(made.status, 0, made.said);
		assert.match(made.said, new RegExp(`<fodselsnummer>${pid}</fodselsnummer>`));
		assert.match(skranke('export', ref, 'registre').said, /there is no export 'registre' of gjerde; there is register/);
		assert.match(skranke('export', 'GJE-2020-999999', 'register').said, /there is no case GJE-2020-999999/);
		assert.equal(skranke('export', ref, 'register', '9997').status, 1);
		assert.equal(skranke('export', ref).status, 2);
	});

	test('leaves no identity number in a log', () => {
		assert.ok(!logs().includes(pid));
	});
});
