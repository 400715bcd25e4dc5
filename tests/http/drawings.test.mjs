/* Large drawings: taken whole, given back whole, and never held in memory whole. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, sql, workers } from '../harness/stack.mjs';
import { pageForm } from './apply.mjs';
import { multipart, pdf } from './files.mjs';

/* A worker holds the services already; what a file adds to that is bounded: `make bench` has the whole. */
const MB = 1 << 20, MORE_KB = 14 * 1024;

/* What each worker holds is forgotten; then how much the one that grew the most has come to hold, in kB. */
const status = (p, what) => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${p}/status`, 'utf8'))[1]);
let before;
function forget() {
	workers('citizen').forEach(p => writeFileSync(`/proc/${p}/clear_refs`, '5'));
	before = new Map(workers('citizen').map(p => [p, status(p, 'VmRSS')]));
}
const more = () => Math.max(...[...before].map(([p, kb]) => status(p, 'VmHWM') - kb));

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
	test('is taken and given back byte for byte, and no worker ever holds much of it', async () => {
		const v = await onThePage(), drawing = pdf(50 * MB);
		forget();
		await send(v, [['fasade.pdf', drawing]]);
		assert.equal(v.page.status, 200);
		assert.match(v.page.text, /fasade\.pdf[\s\S]{0,80}50\u00a0MB/);
		assert.ok(more() < MORE_KB, `a worker held ${more()} kB more while it came`);
		const sha = createHash('sha256').update(drawing).digest('hex');
		assert.equal(sql(`SELECT count(*) FROM blob_piece WHERE sha256 = '${sha}'`)[0][0], '200');
		sql(`UPDATE blob SET verdict = 'clean', scanned_at = now() WHERE sha256 = '${sha}'`);
		await v.go(v.page.url);
		const href = /href="([^"]*\/fil\/[^"]*)"/.exec(v.page.text)[1];
		forget();
		const back = await v.ask('GET', new URL(href, base).href);
		assert.equal(createHash('sha256').update(back.bytes).digest('hex'), sha);
		assert.ok(more() < MORE_KB, `a worker held ${more()} kB more while it went`);
	});

	test('that is larger is told of, and costs nobody an answer', async () => {
		const v = await onThePage();
		forget();
		await send(v, [['for-stor.pdf', pdf(50 * MB + 1)], ['liten.pdf', pdf()]]);
		assert.equal(v.page.status, 413);
		assert.match(v.page.text, /Filen «for-stor\.pdf» er for stor\. En fil kan være høyst 50\u00a0MB\./);
		assert.match(v.page.text, /liten\.pdf/);
		assert.ok(more() < MORE_KB, `a worker held ${more()} kB more`);
	});
});
