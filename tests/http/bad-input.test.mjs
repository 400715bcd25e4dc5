/* The hostile, the hurried and the unlucky: a clear page and the right status, and nothing lost. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, port, sql } from '../harness/stack.mjs';
import { begin, main, pageForm, press } from './apply.mjs';

const form = v => pageForm(v).fields.map(([k, x]) => `${encodeURIComponent(k)}=${encodeURIComponent(x)}`).join('&');

describe('a body', () => {
	const refused = {
		'that is not UTF-8': 'barn_navn=%C3%28',
		'with a control character': 'barn_navn=a%01b',
		'with a NUL': 'barn_navn=a%00b',
		'with half a percent sign': 'barn_navn=%4',
	};

	for (const [what, field] of Object.entries(refused))
		test(`${what} is refused with 400, and the draft is as it was`, async () => {
			const v = await begin();
			await press(v, { barn_navn: 'Trygg' }, 'oppdater');
			const answer = await v.ask('POST', v.page.url.replace(/\?.*/, ''), { body: `${form(v)}&${field}&handling=neste` });
			assert.equal(answer.status, 400);
			assert.match(main(answer.text), /forstod ikke/);
			assert.match(sql(`SELECT answers::text FROM draft WHERE id = '${v.id}'`)[0][0], /Trygg/);
		});

	test('over the limit is refused with 413', async () => {
		const v = await begin();
		const answer = await v.ask('POST', v.page.url, { body: `${form(v)}&barn_navn=${'x'.repeat(800000)}` });
		assert.equal(answer.status, 413);
		assert.match(main(answer.text), /for stort/);
	});

	test('as large as files are may come to a page of a form and nowhere else, and one is told what to do', async () => {
		const v = new Visitor(), large = Buffer.alloc(2 << 20);
		const told = /færre om gangen/;
		for (const path of ['/', '/mine-saker/a/trekk', '/saksbehandling/sak/a/vedtak', '/soknad/barnehageplass']) {
			const answer = await v.ask('POST', base + path, { body: large });
			assert.equal(answer.status, 413, path);
			assert.match(answer.text, told);
		}
		const page = `${base}/soknad/barnehageplass/00000000-0000-7000-8000-000000000000/barnet`;
		assert.doesNotMatch((await v.ask('POST', page, { body: large })).text, told);
		const answer = await v.ask('POST', page, { body: 'a=b', headers: { 'content-length': 111 << 20 } });
		assert.equal(answer.status, 413);
		assert.match(answer.text, told);
	});

	test('an answer that is too long is told so and kept', async () => {
		const v = await begin();
		await press(v, { barn_navn: 'å'.repeat(10001), barn_pid: '14832560252', bosted: 'her' });
		assert.equal(v.page.status, 422);
	});

	test('of another kind than a form is refused', async () => {
		const v = await begin();
		const answer = await v.ask('POST', v.page.url, { body: '{}', headers: { 'content-type': 'application/json' } });
		assert.ok([400, 415].includes(answer.status));
	});
});

describe('an address', () => {
	test('that is not there, or not for that method', async () => {
		const v = new Visitor();
		for (const path of ['/finnes-ikke', '/livshendelser/x', '/tjenester/x', '/kontroll/AAAA-AAAA-AAAA-AAAA']) {
			const answer = await v.ask('GET', base + path);
			assert.equal(answer.status, 404, path);
			assert.match(answer.text, /<h1/);
		}
		const answer = await v.ask('POST', `${base}/personvern`, { body: 'a=b' });
		assert.equal(answer.status, 405);
	});

	test('of a host that is no municipality is told so', async () => {
		const v = new Visitor(`http://ukjent.localhost:${port}`);
		const answer = await v.ask('GET', '/');
		assert.equal(answer.status, 404);
		assert.match(answer.text, /finner ikke kommunen/);
	});

	test('with an odd part leads on or nowhere, also for who is logged in, and no worker falls', async () => {
		const v = new Visitor(), before = logs().split('bug:').length;
		await v.login('kari');
		for (const odd of ['%5C', 'a%5Cb', '%3F', '%23', '%25s%25n', '%EF%BF%BE', '%E2%80%AE', '%C2%85', "'%22%3C%3E", '%2e', 'x'.repeat(1900)])
			for (const path of ['/soknad/#', '/soknad/#/#/send', '/soknad/#/#/oppsummering', '/tjenester/#', '/mine-saker/#', '/postkasse/#', '/kontroll/#',
				'/saksbehandling/sak/#/ta', `/logginn?til=/#`]) {
				const answer = await v.go(base + path.replaceAll('#', odd));
				assert.ok(answer.status < 500, `${path} ${odd.slice(0, 20)}: ${answer.status}`);
			}
		assert.equal(logs().split('bug:').length, before);
	});

	test('with tricks in it stays inside', async () => {
		const v = new Visitor();
		for (const path of ['/%2e%2e/etc/passwd', '/%ff', '/mine-saker/%00', '/kontroll/%3Cscript%3Ealert(1)%3C/script%3E']) {
			const answer = await v.ask('GET', base + path);
			assert.ok([400, 404, 303].includes(answer.status), `${path}: ${answer.status}`);
			assert.doesNotMatch(answer.text, /<script>alert/);
		}
	});
});

test('every answer carries a strict policy and tells no one what it is made of', async () => {
	const v = new Visitor();
	const answer = await v.ask('GET', `${base}/`);
	const csp = answer.headers['content-security-policy'];
	assert.match(csp, /default-src 'none'/);
	assert.doesNotMatch(csp, /unsafe/);
	assert.equal(answer.headers['x-content-type-options'], 'nosniff');
	assert.doesNotMatch(answer.headers.server ?? '', /\d/);
	assert.doesNotMatch(answer.text, /<script(?![^>]*src=)|<style| style="| on[a-z]+="/);
});
