/* «Min postkasse»: letters found again, read, kept unread, fetched as PDF and recognised. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, neighbour, sql, until } from '../harness/stack.mjs';
import { applied, main } from './apply.mjs';
import { staff } from './decide.mjs';
import { multipart, pdf as somePdf } from './files.mjs';

const words = html => main(html).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const receipt = ref => until(`the receipt of ${ref}`, () => sql(`SELECT d.id FROM document d JOIN case_file c ON c.id = d.case_id
	WHERE c.ref = '${ref}' AND d.template = 'receipt'`)[0]?.[0], 60000);
const hash = bytes => createHash('sha256').update(bytes).digest('hex');

/* The letter's PDF, as the postman keeps it; the bytes. */
function pdfOf(id) {
	const kept = sql(`SELECT encode(content, 'hex') FROM document_pdf WHERE document_id = '${id}'`)[0]?.[0];
	if (kept)
		return Buffer.from(kept, 'hex');
	const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(3000)]);
	sql(`INSERT INTO document_pdf (tenant_id, document_id, content, sha256)
		SELECT tenant_id, id, '\\x${bytes.toString('hex')}', '${hash(bytes)}' FROM document WHERE id = '${id}'`);
	return bytes;
}

/* Many letters in the mailbox of who sent the case, a day between each, the oldest first. */
const fillWith = (ref, n) => sql(`INSERT INTO document (id, tenant_id, case_id, person_id, kind, template, title, media_type, content, sha256, available_at)
	SELECT gen_random_uuid(), tenant_id, id, person_id, 'letter', 'message', 'Brev nummer ' || n, 'application/vnd.skranke.letter+xml',
	    convert_to('<letter xmlns="urn:skranke:letter:1" id="message" kind="info" lang="nb"><title>Brev nummer ' || n
		|| '</title><p>Om sykkel &amp; båtplass nummer' || n || '</p></letter>', 'UTF8'), '', now() - (100 + n) * interval '1 day'
	FROM case_file, generate_series(1, ${n}) n WHERE ref = '${ref}'`);

/* A form with a file in it, as a browser posts it. */
function upload(name, filename, bytes, fields = {}) {
	const edge = `----${randomUUID()}`;
	const parts = Object.entries(fields).map(([k, v]) => Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`));
	const body = Buffer.concat([...parts, Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: application/pdf\r\n\r\n`),
		bytes, Buffer.from(`\r\n--${edge}--\r\n`)]);
	return { body, headers: { 'content-type': `multipart/form-data; boundary=${edge}` } };
}

describe('the mailbox', () => {
	test('tells who a letter is from, of which case, and whether it is read; a letter can be kept unread', async () => {
		const v = await applied('ola'), id = await receipt(v.ref), at = `${base}/postkasse/${id}`;
		const card = async () => (await v.go(`${base}/postkasse?sak=${v.ref}`)).text.split('<li').find(l => l.includes(id)) ?? '';
		assert.match(await card(), /sk-unread[\s\S]*Ulest[\s\S]*Fra Fjordvik kommune[\s\S]*Sak [A-Z]{3}-/);
		await v.go(at);
		const read = sql(`SELECT read_at FROM document WHERE id = '${id}'`)[0][0];
		assert.ok(read);
		assert.doesNotMatch(await card(), /Ulest/);
		await v.go(at);
		await v.submit({}, { action: '/ulest' });
		assert.match(words(v.page.text), /Brevet er merket som ulest/);
		assert.match(await card(), /Ulest/);
		assert.match(words((await v.go(`${base}/mine-saker/${v.ref}`)).text), /Kvittering for søknad om barnehageplass \d[^B]{0,40} Ulest/);
		assert.deepEqual(sql(`SELECT read_at, (SELECT count(*) FROM letter_proof p WHERE p.document_id = d.id AND what = 'opened')
			FROM document d WHERE id = '${id}'`)[0], [read, '1'], 'when it was first opened stays');
		await v.go(at);
		assert.doesNotMatch(await card(), /Ulest/);
		assert.equal(sql(`SELECT read_at FROM document WHERE id = '${id}'`)[0][0], read);
		assert.equal((await v.ask('GET', `${at}/ulest`)).headers.location, `/postkasse/${id}`);
	});

	test('is searched by words, case, day and what is unread, and paged without losing a letter', async () => {
		const v = await applied('ola'), other = await applied('ola'), id = await receipt(v.ref);
		await receipt(other.ref);
		fillWith(v.ref, 55);
		const found = async query => [...(await v.go(`${base}/postkasse?${query}`)).text.matchAll(/sk-card-link"[^>]*>([^<]*)/g)].map(m => m[1]);
		assert.deepEqual(await found(`sak=${v.ref}&sok=sykkel+nummer17`), ['Brev nummer 17']);
		assert.deepEqual(await found(`sak=${v.ref}&sok=${encodeURIComponent('BÅTPLASS & nummer18')}`), ['Brev nummer 18'], 'capitals and signs do not matter');
		assert.deepEqual(await found(`sak=${other.ref}&sok=sykkel`), []);
		assert.match(words(v.page.text), /Ingen brev passer med det du søkte etter/);
		assert.deepEqual(await found(`sak=${v.ref}&sok=letter+urn`), [], 'only what a reader sees is searched');
		assert.equal((await found(`sok=${v.ref}`)).length, 50, 'a case number is a word');
		const day = sql(`SELECT to_char((now() - interval '103 days') AT TIME ZONE 'Europe/Oslo', 'DD.MM.YYYY')`)[0][0];
		assert.deepEqual(await found(`sak=${v.ref}&fra=${day}&til=${day}`), ['Brev nummer 3']);
		assert.match(v.page.text, new RegExp(`name="fra"[^>]*value="${day}"`), 'what was typed stands');
		await found(`sak=${v.ref}&fra=31.02.2027`);
		assert.match(words(v.page.text), /«31.02.2027» er ikke en dag vi forstår/);
		await v.go(`${base}/postkasse/${id}`);
		assert.equal((await found(`sak=${v.ref}&vis=uleste`)).includes('Kvittering for søknad om barnehageplass'), false);
		const first = await found(`sak=${v.ref}&sok=sykkel`);
		assert.equal(first.length, 50);
		const older = /href="(\/postkasse\?etter=[^"]*)"/.exec(v.page.text)[1].replaceAll('&amp;', '&');
		const rest = await found(older.slice(older.indexOf('?') + 1));
		assert.equal(new Set([...first, ...rest]).size, 55);
		assert.equal((await v.go(`${base}/postkasse?etter=x,y&fra=x&sak=%27&vis=z`)).status, 200);
		assert.equal((await v.go(`${base}/postkasse?etter=2027-02-02,00000000-0000-7000-8000-000000000000`)).status, 200);
	});

	test('is nobody else\'s', async () => {
		const v = await applied('ola'), id = await receipt(v.ref), k = new Visitor(base), anyone = new Visitor(base);
		pdfOf(id);
		await k.login('kari');
		const csrf = k.csrf;
		for (const path of ['', '/pdf'])
			assert.equal((await k.ask('GET', `${base}/postkasse/${id}${path}`)).status, 404);
		assert.equal((await k.ask('POST', `${base}/postkasse/${id}/ulest`, { body: { csrf } })).status, 404);
		assert.equal((await v.ask('POST', `${base}/postkasse/${id}/ulest`, { body: { csrf } })).status, 403, 'nor by another\'s token');
		assert.match((await anyone.ask('GET', `${base}/postkasse/${id}/pdf`)).headers.location, /logginn/);
		for (const bad of ['x', randomUUID()])
			assert.equal((await k.ask('GET', `${base}/postkasse/${bad}/pdf`)).status, 404);
		assert.equal(sql(`SELECT read_at IS NULL FROM document WHERE id = '${id}'`)[0][0], 't', 'and none of it is a reading');
	});
});

describe('the PDF of a letter', () => {
	test('is the bytes that were sent, under the letter\'s name, and to fetch it is to read it', async () => {
		const v = await applied('ola'), id = await receipt(v.ref), at = `${base}/postkasse/${id}`;
		if (sql(`SELECT count(*) FROM document_pdf WHERE document_id = '${id}'`)[0][0] === '0') {
			assert.equal((await v.ask('GET', `${at}/pdf`)).status, 404);
			assert.doesNotMatch((await v.go(`${base}/postkasse?sak=${v.ref}`)).text, /\/pdf"/, 'none is promised before there is one');
		}
		const bytes = pdfOf(id);
		assert.match((await v.go(`${base}/postkasse?sak=${v.ref}`)).text, new RegExp(`/postkasse/${id}/pdf"`));
		const got = await v.ask('GET', `${at}/pdf`);
		assert.equal(got.status, 200);
		assert.equal(hash(got.bytes), hash(bytes));
		assert.equal(got.headers['content-type'], 'application/pdf');
		assert.equal(Number(got.headers['content-length']), bytes.length);
		assert.match(got.headers['content-disposition'], new RegExp(`^attachment; filename="[^"]*${v.ref}\\.pdf"; filename\\*=UTF-8''Kvittering`));
		assert.equal(got.headers['x-content-type-options'], 'nosniff');
		assert.equal(got.headers['cache-control'], 'no-store');
		assert.equal(sql(`SELECT what FROM letter_proof WHERE document_id = '${id}' AND what = 'opened'`).length, 1);
	});

	test('has the municipality\'s arms at its head, and says so to those who do not see them', async () => {
		const { ref } = await applied('ola'), id = await receipt(ref), file = `/tmp/skranke-arms-${id}.pdf`;
		writeFileSync(file, pdfOf(id));
		const objects = execFileSync('qpdf', ['--json=2', '--json-key=qpdf', file], { encoding: 'utf8', maxBuffer: 1 << 26 });
		rmSync(file);
		assert.match(objects, /"\/Alt": "u:Kommunevåpenet til Fjordvik kommune"/);
	});

	test('has its history told to its receiver in plain words', async () => {
		const v = await applied('ola'), id = await receipt(v.ref);
		pdfOf(id);
		sql(`INSERT INTO letter_proof (tenant_id, document_id, what, channel, detail) SELECT tenant_id, id, x.what, x.channel, x.detail FROM document,
			(VALUES ('failed', 'email', 'no-address'), ('notified', 'svarut', NULL), ('printed', 'hand', NULL)) AS x (what, channel, detail)
			WHERE id = '${id}' ON CONFLICT DO NOTHING`);
		await v.go(`${base}/postkasse/${id}`);
		const said = words((await v.go(`${base}/postkasse/${id}`)).text);
		for (const line of [/laget brevet som PDF/, /lå klart i postkassen/, /Du fikk varsel om brevet/, /ingen adresse å varsle deg på/, /sendte brevet på papir/, /Du åpnet brevet her/])
			assert.match(said, line);
		assert.doesNotMatch(said, /svarut|no-address|[0-9a-f]{64}/);
	});
});

describe('an answer to a letter', () => {
	test('stands with the letter it answers, for who wrote it and at the desk, where it is new until somebody has seen it', async () => {
		const v = await applied('ola'), id = await receipt(v.ref), c = await staff('ansatt-9998-1', v.ref);
		await v.go(`${base}/postkasse/${id}`);
		const door = /href="(\/mine-saker\/[^"]*\/ettersend\?brev=[^"]*)"[^>]*>Svar på brevet/.exec(v.page.text)[1];
		await v.go(base + door);
		const form = formsOf(v.page.text).find(f => f.action.includes('/ettersend'));
		assert.deepEqual(form.fields.filter(([k]) => k === 'brev'), [['brev', id]]);
		const { body, headers } = multipart([...form.fields.filter(([k]) => !['tekst', 'filer'].includes(k)), ['tekst', 'Det står feil navn\ni brevet <b>.'], ['handling', 'send']],
			[['filer', 'navn.pdf', somePdf()]]);
		await v.go(base + form.action, { body, headers }, 'POST');
		const mine = (await v.go(`${base}/postkasse/${id}`)).text;
		assert.match(words(mine), /Det du har svart.*Det står feil navn i brevet &lt;b&gt;\..*navn\.pdf/);
		const file = /href="(\/mine-saker\/[^"]*\/vedlegg\/[^"]*)"/.exec(mine)[1];
		assert.equal((await v.ask('GET', base + file)).status, 200);
		assert.match(words(await c.see('brev')), /Nytt svar.*Søkeren har svart/);
		assert.match(words(await c.see(`brev/${id}`)), /Svar fra søkeren Nytt.*Det står feil navn i brevet/);
		const other = await applied('ola'), second = await receipt(other.ref);
		assert.doesNotMatch((await v.go(`${base}/postkasse/${second}`)).text, /Det du har svart/, 'with no other letter');
		sql(`UPDATE case_message SET seen_by = (SELECT id FROM desk_user WHERE subject = 'ansatt-9998-1') WHERE document_id = '${id}'`);
		assert.doesNotMatch(words(await c.see('brev')), /Nytt svar/);
	});

	test('cannot be written when the case is over, and the letter says nothing of it', async () => {
		const v = await applied('ola'), id = await receipt(v.ref);
		await v.go(`${base}/mine-saker/${v.ref}/trekk`);
		await v.submit({}, { action: '/trekk' });
		assert.doesNotMatch((await v.go(`${base}/postkasse/${id}`)).text, /Svar på brevet/);
	});
});

describe('a control of what somebody holds', () => {
	test('recognises a letter by its file or by its fingerprint, in its own municipality, and keeps nothing', async () => {
		const v = await applied('ola'), id = await receipt(v.ref), bytes = pdfOf(id), print = hash(bytes), c = new Visitor(base);
		const before = sql('SELECT (SELECT count(*) FROM blob), (SELECT count(*) FROM attachment)')[0];
		let answer = await c.ask('POST', `${base}/kontroll`, upload('fil', 'brev.pdf', bytes));
		assert.equal(answer.status, 200);
		assert.match(words(answer.text), /Brevet er ekte/);
		assert.doesNotMatch(answer.text, /Ola|Nordmann|barnehage/i, 'it does not tell whose, or what of');
		answer = await c.ask('POST', `${base}/kontroll`, upload('fil', 'brev.pdf', Buffer.concat([bytes, Buffer.from(' ')])));
		assert.equal(answer.status, 404);
		assert.match(words(answer.text), /Vi kjenner ikke filen/);
		assert.equal((await c.ask('POST', `${neighbour}/kontroll`, upload('fil', 'brev.pdf', bytes))).status, 404);
		assert.equal((await c.ask('POST', `${base}/kontroll`, upload('annet', 'brev.pdf', bytes))).status, 422);
		assert.equal((await c.ask('POST', `${base}/kontroll`, { body: {} })).status, 422);
		answer = await c.ask('POST', `${base}/kontroll`, upload('fil', 'stor.pdf', Buffer.alloc(21 << 20)));
		assert.equal(answer.status, 413);
		assert.match(words(answer.text), /større enn 20 MB/);
		assert.equal((await c.ask('POST', `${base}/kontroll`, { body: 'tull', headers: { 'content-type': 'multipart/form-data; boundary=x' } })).status, 400);
		const typed = print.toUpperCase().match(/.{8}/g).join(' ');
		answer = await c.go(`${base}/kontroll?kode=${encodeURIComponent(typed)}`);
		assert.equal(answer.status, 200);
		assert.ok(answer.url.endsWith(print));
		assert.match(words(answer.text), /Brevet er ekte/);
		assert.equal((await c.go(`${base}/kontroll/${hash('noe annet')}`)).status, 404);
		assert.equal((await v.ask('POST', `${base}/kontroll`, upload('fil', 'brev.pdf', bytes))).status, 200, 'so for one who is logged in');
		assert.deepEqual(sql('SELECT (SELECT count(*) FROM blob), (SELECT count(*) FROM attachment)')[0], before);
	});
});
