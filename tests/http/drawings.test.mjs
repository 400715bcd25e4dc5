/* Large drawings: taken whole, given back whole, and never held in memory whole.  The worker that takes them has every
   service in every language, as one does that has worked for a while. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, root, sql, start, stop, workers } from '../harness/stack.mjs';
import { pageForm } from './apply.mjs';
import { multipart, pdf } from './files.mjs';

/* MOST: of all its pages, the program's and the libraries' too (VmRSS); SAME: what the heap may differ by, and be the same. */
const MB = 1 << 20, MOST_KB = 40 * 1024, SAME_KB = 256;
const LANGUAGES = ['nb', 'nn', 'en', 'se'];

const status = what => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${workers('citizen')[0]}/status`, 'utf8'))[1]);
const forget = () => writeFileSync(`/proc/${workers('citizen')[0]}/clear_refs`, '5');		/* VmHWM begins again */

before(async () => {
	const v = new Visitor(base);
	stop('citizen');
	process.env.SKRANKE_WORKERS = '1';
	start('citizen');
	for (const lang of LANGUAGES)
		for (const service of readdirSync(join(root, 'templates/services'))) {
			await v.go(`${base}/tjenester/${service}?lang=${lang}`);
			assert.equal(v.page.status, 200, `${service} in ${lang}`);
		}
});
after(() => {
	stop('citizen');
	delete process.env.SKRANKE_WORKERS;
	start('citizen');
});

async function onThePage() {
	const v = new Visitor(base);
	await v.login('kari', '/tjenester/alt');
	sql("DELETE FROM draft WHERE service = 'alt'");
	await v.post(`${base}/soknad/alt`, { csrf: v.csrf });
	await v.go(v.page.url.replace(/[^/]*$/, 'kartet'));
	return v;
}

async function send(v, files) {
	const kept = pageForm(v).fields.filter(([k]) => k !== 'tegninger');
	const { body, headers } = multipart([...kept, ['handling', 'oppdater']], files.map(([name, bytes]) => ['tegninger', name, bytes, 'application/pdf']));
	await v.go(v.page.url, { body, headers }, 'POST');
}

describe('a drawing of 50 MB', () => {
	test('is taken and given back byte for byte, also after others, and the worker never holds 40 MB', async () => {
		let v, drawing;
		for (const size of [10, 10, 50]) {
			v = await onThePage();
			drawing = pdf(size * MB);
			forget();
			await send(v, [['fasade.pdf', drawing]]);
			assert.equal(v.page.status, 200);
			assert.match(v.page.text, new RegExp(`fasade\\.pdf[\\s\\S]{0,80}${size}\u00a0MB`));
			assert.ok(status('VmHWM') < MOST_KB, `the worker held ${status('VmHWM')} kB while ${size} MB came`);
		}
		const sha = createHash('sha256').update(drawing).digest('hex');
		assert.equal(sql(`SELECT count(*) FROM blob_piece WHERE sha256 = '${sha}'`)[0][0], '200');
		sql(`UPDATE blob SET verdict = 'clean', scanned_at = now() WHERE sha256 = '${sha}'`);
		await v.go(v.page.url);
		const href = /href="([^"]*\/fil\/[^"]*)"/.exec(v.page.text)[1];
		forget();
		const back = await v.ask('GET', new URL(href, base).href);
		assert.equal(createHash('sha256').update(back.bytes).digest('hex'), sha);
		assert.ok(status('VmHWM') < MOST_KB, `the worker held ${status('VmHWM')} kB while it went`);
	});

	test('that is larger is told of, and costs nobody an answer', async () => {
		const v = await onThePage();
		forget();
		await send(v, [['for-stor.pdf', pdf(50 * MB + 1)], ['liten.pdf', pdf()]]);
		assert.equal(v.page.status, 413);
		assert.match(v.page.text, /Filen «for-stor\.pdf» er for stor\. En fil kan være høyst 50\u00a0MB\./);
		assert.match(v.page.text, /liten\.pdf/);
		assert.ok(status('VmHWM') < MOST_KB, `the worker held ${status('VmHWM')} kB`);
	});
});

test('500 pages later a worker holds what it held', async () => {
	const v = await onThePage();
	const pages = [`${base}/`, `${base}/tjenester/tiltak-uten-ansvarsrett`, v.page.url, `${base}/mine-saker`, `${base}/innsyn`, `${base}/finnes-ikke`];
	const walk = async n => {
		for (let i = 0; i < n; i++)
			await v.ask('GET', pages[i % pages.length]);
		return status('RssAnon');
	};
	const first = await walk(pages.length), last = await walk(500);
	assert.ok(last - first < SAME_KB, `${first} kB, and ${last} kB 500 pages later`);
});
