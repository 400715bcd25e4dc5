/* The hostile, the hurried and the unlucky: a clear page and the right status, and nothing lost. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, logs, port, root, sql } from '../harness/stack.mjs';
import { applied, begin, fence, fenceStaff, main, pageForm, press, send } from './apply.mjs';
import { staff } from './decide.mjs';
import { multipart, pdf } from './files.mjs';
import { begun as begunHearing, tell } from './neighbours.mjs';

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

/* Files come as multipart, and text as a plain form: who sends the other kind brings no worker down. */
describe('a plain form', () => {
	const id = '00000000-0000-7000-8000-000000000000';
	const posts = ['desk', 'citizen'].flatMap(p => [...readFileSync(join(root, 'fcgi', p, 'routes.def'), 'utf8').matchAll(/^ROUTE\(POST, *"([^"]*)"/gm)])
	    .map(m => m[1].replaceAll('{page}', 'barnet').replaceAll('{service}', 'barnehageplass').replace(/\{\w+\}/g, id));
	const bugs = () => [...logs().matchAll(/^bug: .*$/gm)].map(m => m[0]);

	test('at any address that takes one is answered, to nobody and to who is logged in', async () => {
		const nobody = new Visitor(), kari = new Visitor(), clerk = new Visitor(), before = bugs().length;
		await kari.login('kari');
		await clerk.loginStaff('ansatt-9998-1');
		assert.ok(posts.length > 50, posts.length);
		for (const path of posts.filter(p => !p.endsWith('loggut')))
			for (const [v, csrf] of [[nobody, 'x'], [kari, kari.csrf], [clerk, clerk.csrf]]) {
				const { status } = await v.ask('POST', base + path, { body: { csrf: path.includes(id) ? csrf : 'x', tekst: 'Hei' } });
				assert.ok(status < 500, `${path}: ${status}`);
			}
		assert.deepEqual(bugs().slice(before), []);
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

describe('a number that no page of ours holds', () => {
	const SUNNIVA = 'ansatt-9998-1', HUGE = '99999999999', LONGER = '9'.repeat(30);
	const errors = () => [...logs().matchAll(/^.*level=error.*$/gm)].map(m => m[0]);
	const pages = ref => ['vedtak', 'mangler', 'oppfolging', 'notater', 'forelopig-svar', 'tilsyn/notat', 'tilsyn', 'tilsyn/send', 'horing', 'gebyr', 'frist', 'komplett', 'sjekkliste',
		'klage', 'journal', 'merker', 'gi-videre', 'enhet', 'adressebeskyttelse', 'inhabil', ''].map(p => `${base}/saksbehandling/sak/${ref}/${p}`.replace(/\/$/, ''));
	const counted = ['utgave', 'revisjon', 'endring', 'dager', 'versjon', 'nr', 'belop'];

	test('in a form of the desk is told of as what is not so any more, and is no fault of ours', async () => {
		fenceStaff();
		const ref = await fence('21'), c = await staff(SUNNIVA, ref), before = errors().length, tried = new Set();
		await c.does('ta');
		await c.does('notater', { notat: 'Først' });
		const [[id]] = sql(`SELECT n.id FROM case_note n JOIN case_file c ON c.id = n.case_id WHERE c.ref = '${ref}'`);
		for (const url of [...pages(ref), ...pages(await inspected(c)), `${base}/saksbehandling/sak/${ref}/notater/${id}`, `${base}/saksbehandling/sak/${ref}/notater/${id}/frigi`]) {
			await c.go(url);
			for (const f of formsOf(main(c.page.text)).filter(x => x.method === 'post'))
				for (const [k, x] of f.fields.filter(([n, y]) => counted.includes(n) || (/^\d{1,9}$/.test(y) && n !== 'csrf')))
					for (const number of [HUGE, LONGER, '-1', `-${HUGE}`]) {
						const answer = await c.ask('POST', new URL(f.action || url, url).href, { body: f.fields.map(([n, y]) => [n, n === k && y === x ? number : y]) });
						assert.ok(answer.status < 500, `${url} ${f.action} ${k}=${number}: ${answer.status}`);
						tried.add(`${f.action.replace(/.*\/sak\/[^/]*/, '').replace(/[0-9a-f-]{36}/, '{id}')} ${k}`);
					}
		}
		assert.deepEqual(errors().slice(before), []);
		assert.ok(tried.size >= 6, [...tried].join(', '));
	});

	test('is the edition of no note of an inspection: nothing is kept, and what was written stands', async () => {
		const c = new Visitor(base);
		await c.loginStaff(SUNNIVA, '/saksbehandling');
		const url = `${base}/saksbehandling/sak/${await inspected(c)}/tilsyn/notat`;
		await c.go(url);
		for (const utgave of [HUGE, LONGER, '2147483648', '-1', 'x']) {
			await c.post(url, { csrf: c.csrf, utgave, retter: '', dag: '', til_stede: '', sett: 'Skrevet nå', handling: 'lagre' });
			assert.equal(c.page.status, 409, utgave);
			assert.match(main(c.page.text), /Skrevet nå<\/textarea>/);
		}
	});

	test('is the number of no file', async () => {
		const v = await applied(), before = errors().length;
		await v.go(`${base}/mine-saker/${v.ref}/ettersend`);
		const kept = formsOf(v.page.text).find(f => f.action.endsWith('/ettersend')).fields.filter(([k]) => k !== 'filer');
		for (const n of [HUGE, '32768', LONGER]) {
			const { body, headers } = multipart([...kept, ['handling', 'legg-ved']], [[`filer.${n}`, 'a.pdf', pdf(), 'application/pdf']]);
			const answer = await v.ask('POST', `${base}/mine-saker/${v.ref}/ettersend`, { body, headers });
			assert.ok(answer.status < 500, `${n}: ${answer.status}`);
		}
		assert.deepEqual(errors().slice(before), []);
	});
});

/* A case that is inspected, and is this caseworker's. */
async function inspected(c) {
	const a = await begunHearing();
	await tell(a);
	await a.go(`${a.draft}/oppsummering`);
	await send(a);
	const ref = /\/mine-saker\/([^/]+)\//.exec(a.page.url)[1];
	await c.go(`${base}/saksbehandling/sak/${ref}`);
	await c.post(`${base}/saksbehandling/sak/${ref}/ta`, { csrf: c.csrf });
	return ref;
}
