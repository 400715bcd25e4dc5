/* Files: taken in early and judged by what they are, never costing anybody what was typed, opened by nobody but who may. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, neighbour, port, root, sql, sqlLater, start, stop, until, workers } from '../harness/stack.mjs';
import { answers, main, pageForm, press, send } from './apply.mjs';
import { asked, attach, EICAR, filled, infected, listed, multipart, pdf, png, zip } from './files.mjs';

const names = v => listed(v.page.text).map(f => f.name);
const blobs = () => Number(sql('SELECT count(*) FROM blob')[0][0]);
const pieces = () => Number(sql('SELECT count(*) FROM blob_piece')[0][0]);
const stored = v => Number(sql(`SELECT count(*) FROM attachment WHERE draft_id = '${v.id}'`)[0][0]);
const said = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const MB = 1 << 20;

/* A person has room for 50 drafts; each test begins one. */
before(() => sql('DELETE FROM draft'));
after(() => sql('DELETE FROM draft'));

/* The bytes of a download, as they came. */
function fetchRaw(v, path) {
	const cookie = [...v.jar.get(new URL(base).host)].map(([k, x]) => `${k}=${x}`).join('; ');
	return new Promise((resolve, reject) => http.get({ host: '127.0.0.1', port, path, agent: false, headers: { host: new URL(base).host, cookie } }, res => {
		const got = [];
		res.on('data', d => got.push(d)).on('end', () => resolve({ status: res.statusCode, headers: res.headers, bytes: Buffer.concat(got) })).on('error', reject);
	}).on('error', reject));
}

/* Everything else answered, then sent; the receipt. */
async function sent(v) {
	for (const [page, values] of Object.entries({ ...answers(), prioritet: null })) {
		if (values === null)
			continue;
		await v.go(`${v.draft}/${page}`);
		assert.equal((await press(v, values)).status, 200);
	}
	await v.go(`${v.draft}/prioritet`);
	const { body, headers } = filled(v, { prioritet: 'ja', grunner: 'funksjonsevne' }, [], 'neste');
	await v.go(`${v.draft}/prioritet`, { body, headers }, 'POST');
	await v.go(`${v.draft}/oppsummering`);
	await send(v);
	v.ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)?.[1];
	assert.ok(v.ref, said(v));
	return v;
}

describe('a file', () => {
	test('is taken with the answers of its page, listed, opened and removed', async () => {
		const v = await asked(), bytes = pdf(700 * 1024);
		const a = await attach(v, [['vedtak.pdf', bytes]], { values: { grunner: 'barnevern' } });
		assert.equal(a.status, 200);
		assert.deepEqual(names(v), ['vedtak.pdf']);
		assert.match(a.text, /value="barnevern"[^>]*checked/);
		const [file] = listed(v.page.text), got = await fetchRaw(v, file.href);
		assert.equal(got.status, 200);
		assert.ok(got.bytes.equals(bytes));
		assert.equal(got.headers['content-type'], 'application/pdf');
		assert.match(got.headers['content-disposition'], /^attachment;.*filename="?vedtak\.pdf/);
		assert.match(`${got.headers['x-content-type-options']}`, /nosniff/);
		assert.match(got.headers['content-security-policy'], /sandbox/);
		assert.match(got.headers['cache-control'], /no-store/);
		assert.equal((await v.ask('HEAD', file.href)).headers['content-length'], String(bytes.length));
		const out = await attach(v, [], { button: file.button });
		assert.equal(out.status, 200);
		assert.deepEqual(names(v), []);
		assert.equal(stored(v), 0);
		assert.equal((await v.ask('GET', file.href)).status, 404);
	});

	test('two at once, and the same once more is not doubled', async () => {
		const v = await asked(), one = pdf(), two = png(), before = blobs();
		await attach(v, [['en.pdf', one], ['to.png', two]]);
		assert.deepEqual(names(v), ['en.pdf', 'to.png']);
		await attach(v, [['igjen.pdf', one], ['to.png', two]]);
		assert.deepEqual(names(v), ['en.pdf', 'to.png']);
		await attach(v, [['tre.pdf', pdf()], ['tre.pdf', pdf(700, 'same')], ['fire.pdf', pdf(700, 'same')]]);
		assert.deepEqual(names(v), ['en.pdf', 'to.png', 'tre.pdf', 'tre.pdf']);
		assert.equal(blobs() - before, 4);
	});

	test('of another is stored once, and is nobody else\'s', async () => {
		const bytes = pdf(300 * 1024), kari = await asked('kari'), ola = await asked('ola');
		await attach(kari, [['a.pdf', bytes]]);
		const before = [blobs(), pieces()];
		await attach(ola, [['b.pdf', bytes]]);
		assert.deepEqual([blobs(), pieces()], before);
		const [hers] = listed(kari.page.text), [his] = listed(ola.page.text);
		assert.equal((await fetchRaw(ola, his.href)).status, 200);
		assert.equal((await fetchRaw(ola, hers.href)).status, 404);
		assert.equal((await fetchRaw(kari, hers.href.replace(/[^/]*$/, his.href.replace(/.*\//, '')))).status, 404);
		assert.equal((await new Visitor().ask('GET', hers.href)).status, 303);
		/* taken out by one, the other still has it */
		await attach(kari, [], { button: hers.button });
		assert.equal((await fetchRaw(ola, his.href)).bytes.length, bytes.length);
	});

	test('in another municipality is another file', async () => {
		const bytes = pdf(), v = await asked('kari'), n = await asked('kari', neighbour), before = blobs();
		await attach(v, [['a.pdf', bytes]]);
		await attach(n, [['a.pdf', bytes]]);
		assert.equal(blobs() - before, 2);
		const [file] = listed(v.page.text);
		assert.equal((await n.ask('GET', new URL(file.href, neighbour).href)).status, 404);
	});

	test('has the name it was given, made harmless', async () => {
		const v = await asked(), long = `${'lang '.repeat(60)}.pdf`;
		await attach(v, [['../../etc/passwd.pdf', pdf()], ['et "sitat" & <b>.pdf', pdf()], ['🌲 skog æøå.pdf', pdf()], [long, pdf()], ['C:\\Dokumenter\\brev.exe', pdf()]]);
		const got = names(v);
		assert.equal(v.page.status, 200);
		assert.equal(got[0], 'passwd.pdf');
		assert.match(got[1], /sitat.*\.pdf$/);
		assert.equal(got[2], '🌲 skog æøå.pdf');
		assert.ok(got[3].length <= 150 && got[3].endsWith('.pdf'), got[3]);
		assert.equal(got[4], 'brev.exe.pdf');
		for (const f of listed(v.page.text)) {
			const { headers } = await fetchRaw(v, f.href);
			assert.match(headers['content-disposition'], /^attachment; filename="[^"\\\x00-\x1f\x7f-\uffff]*"/);
		}
		assert.doesNotMatch(logs(), /passwd\.pdf|et .?"sitat|skog æøå|brev\.exe/);
	});
});

describe('a file that is not taken', () => {
	const refused = async (files, status, words, values = {}) => {
		const v = await asked(), a = await attach(v, files, { values, button: 'neste' });
		assert.equal(a.status, status);
		assert.match(said(v), words);
		assert.match(a.text, /<title>Feil: /);
		assert.match(a.text, /class="ds-error-summary"/);
		return v;
	};

	test('just over the limit: 413 that names it and the limit, and the rest of the page is saved', async () => {
		const before = blobs(), v = await refused([['stor.pdf', pdf(10 * MB + 1)], ['liten.pdf', pdf()]], 413,
		    /Filen «stor\.pdf» er for stor\. En fil kan være høyst 10.MB/, { grunner: 'barnevern' });
		assert.deepEqual(names(v), ['liten.pdf']);
		assert.equal(blobs() - before, 1);
		await v.go(`${v.draft}/prioritet`);
		assert.match(v.page.text, /value="barnevern"[^>]*checked/);
		assert.deepEqual(names(v), ['liten.pdf']);
	});

	test('of exactly the limit is taken', async () => {
		const v = await asked();
		assert.equal((await attach(v, [['grense.pdf', pdf(10 * MB)]])).status, 200);
		assert.deepEqual(names(v), ['grense.pdf']);
	});

	test('far over the limit: read past, and nothing typed is lost', async () => {
		const v = await refused([['enorm.pdf', pdf(60 * MB)]], 413, /«enorm\.pdf» er for stor/, { grunner: 'barnevern' });
		await v.go(`${v.draft}/prioritet`);
		assert.match(v.page.text, /value="barnevern"[^>]*checked/);
	});

	test('more than the web server lets in: a clear page at once', async () => {
		const v = await asked(), { body, headers } = filled(v, {}, [['dokumentasjon', 'x.pdf', Buffer.alloc(200 * MB)]]);
		const a = await v.ask('POST', v.page.url, { body, headers }).catch(e => ({ status: e.code }));
		assert.ok([413, 'EPIPE', 'ECONNRESET'].includes(a.status), `${a.status}`);
	});

	test('of a wrong type, whatever it is called', async () => {
		const v = await refused([['bilder.zip', zip()], ['notat.pdf', Buffer.from('bare tekst, og ingen PDF')], ['side.pdf', Buffer.from('<!doctype html><html><script>alert(1)</script></html>')]],
		    422, /Filen «bilder\.zip» er av en type/);
		assert.match(said(v), /notat\.pdf/);
		assert.equal(stored(v), 0);
	});

	test('empty', async () => {
		const v = await refused([['tom.pdf', Buffer.alloc(0)]], 422, /Filen «tom\.pdf» er tom/);
		assert.equal(stored(v), 0);
	});

	test('infected: nothing of it is stored, and its name is not logged', async () => {
		const before = blobs(), v = await refused([['smittet.pdf', infected()], ['frisk.pdf', pdf()]], 422, /Filen «smittet\.pdf» inneholder et virus og er ikke lagt ved/);
		assert.deepEqual(names(v), ['frisk.pdf']);
		assert.equal(blobs() - before, 1);
		assert.match(logs(), /what=file-infected/);
		assert.doesNotMatch(logs(), /smittet/);
		assert.ok(EICAR.length === 68);
	});

	test('one more than there may be', async () => {
		const v = await asked();
		await attach(v, [1, 2, 3, 4].map(n => [`${n}.pdf`, pdf()]));
		const a = await attach(v, [['fem.pdf', pdf()], ['seks.pdf', pdf()]], { button: 'lagre' });
		assert.equal(a.status, 422);
		assert.match(said(v), /Filen «seks\.pdf» er ikke lagt ved\. Du kan legge ved høyst 5 filer her/);
		assert.deepEqual(names(v), ['1.pdf', '2.pdf', '3.pdf', '4.pdf', 'fem.pdf']);
		assert.match(said(v), /Det er ikke plass til flere filer her/);
	});

	test('to a question that is not asked, or is of another page or kind', async () => {
		const v = await asked(), before = blobs();
		const { body, headers } = filled(v, { prioritet: 'nei' }, [['dokumentasjon', 'a.pdf', pdf()], ['prioritet', 'b.pdf', pdf()], ['finnes.1.ikke', 'c.pdf', pdf()]]);
		assert.equal((await v.go(v.page.url, { body, headers }, 'POST')).status, 200);
		assert.equal(stored(v), 0);
		assert.equal(blobs(), before);
	});
});

describe('the form token and the session', () => {
	test('without the token nothing is stored, and what was typed stands there', async () => {
		const v = await asked(), before = blobs();
		const fields = pageForm(v).fields.map(([k, x]) => [k, k === 'csrf' ? 'feil' : x]).concat([['grunner', 'barnevern'], ['handling', 'oppdater']]);
		const { body, headers } = multipart(fields, [['dokumentasjon', 'a.pdf', pdf()]]);
		const a = await v.go(v.page.url, { body, headers }, 'POST');
		assert.equal(a.status, 403);
		assert.match(a.text, /value="barnevern"[^>]*checked/);
		assert.match(said(v), /Filene du valgte, ble ikke lastet opp/);
		assert.equal(blobs(), before);
	});

	test('a session that ran out: the answers are kept, and the page says that the file is not', async () => {
		const v = await asked(), before = blobs();
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes', created_at = now() - interval '40 minutes' WHERE client = 'citizen'`);
		const a = await attach(v, [['a.pdf', pdf()]], { values: { grunner: 'barnevern' } });
		assert.equal(a.status, 401);
		assert.match(said(v), /Vi har tatt vare på det du skrev/);
		assert.match(said(v), /Filene du valgte, er ikke lastet opp/);
		assert.equal(blobs(), before);
		const url = `${v.draft}/prioritet`;
		await v.go(`/logginn?til=${encodeURIComponent(new URL(url).pathname)}`);
		assert.match(v.page.text, /value="barnevern"[^>]*checked/);
	});

	test('a page that another tab has changed keeps nothing until it has been seen', async () => {
		const v = await asked(), old = v.page;
		await attach(v, [['a.pdf', pdf()]]);
		v.page = old;
		const a = await attach(v, [['b.pdf', pdf()]], { values: { grunner: 'barnevern' } });
		assert.equal(a.status, 409);
		assert.match(said(v), /Filene du valgte, ble ikke lastet opp/);
		assert.deepEqual(names(v), ['a.pdf']);
		assert.equal((await attach(v, [['b.pdf', pdf()]])).status, 200);
		assert.deepEqual(names(v), ['a.pdf', 'b.pdf']);
	});

	test('twenty posts at once of the same file make one', async () => {
		const v = await asked(), { body, headers } = filled(v, {}, [['dokumentasjon', 'a.pdf', pdf(400 * 1024)]]);
		const got = await Promise.all(Array.from({ length: 20 }, () => v.ask('POST', v.page.url, { body, headers })));
		assert.ok(got.every(a => [303, 409].includes(a.status)), got.map(a => a.status).join());
		await v.go(`${v.draft}/prioritet`);
		assert.deepEqual(names(v), ['a.pdf']);
		assert.equal(stored(v), 1);
	});
});

describe('sent', () => {
	test('what the answers name goes with the case; the rest goes with the draft', async () => {
		const v = await asked('kari'), kept = pdf();
		await attach(v, [['kopi.pdf', kept], ['feil.pdf', pdf()]]);
		await attach(v, [], { button: listed(v.page.text)[1].button });
		await sent(v);
		await v.go(`${base}/mine-saker/${v.ref}`);
		const [file] = listed(v.page.text);
		assert.equal(file.name, 'kopi.pdf');
		assert.ok((await fetchRaw(v, file.href)).bytes.equals(kept));
		const ola = new Visitor();
		await ola.login('ola');
		assert.equal((await ola.ask('GET', file.href)).status, 404);
		/* the letter */
		await until('the receipt', () => sql(`SELECT 1 FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}' AND convert_from(d.content, 'UTF8') LIKE '%kopi.pdf%'`).length > 0);
		/* the desk */
		const desk = new Visitor();
		await desk.loginStaff('ansatt-9998-1', `/saksbehandling/sak/${v.ref}`);
		const [atDesk] = listed(desk.page.text);
		assert.equal(atDesk.name, 'kopi.pdf');
		const got = await fetchRaw(desk, atDesk.href);
		assert.ok(got.bytes.equals(kept));
		assert.match(got.headers['content-disposition'], /^attachment/);
		assert.equal(sql(`SELECT count(*) FROM access_log l JOIN case_file c ON c.id = l.case_id WHERE c.ref = '${v.ref}' AND what = 'file'`)[0][0], '1');
		const elsewhere = new Visitor(neighbour);
		await elsewhere.loginStaff('ansatt-9997-1');
		assert.equal((await elsewhere.ask('GET', new URL(atDesk.href, neighbour).href)).status, 404);
	});

	test('what is no longer asked for does not go with the case', async () => {
		const v = await asked('kari'), { body, headers } = filled(v, { prioritet: 'nei' });
		await attach(v, [['hemmelig.pdf', pdf()]]);
		await v.go(v.page.url, { body: body.toString('latin1').replace(/name="sett"\r\n\r\n[0-9a-f]*/, 'name="sett"\r\n\r\n'), headers }, 'POST');
		assert.equal(stored(v), 1);		/* the draft keeps it, should the answer change again */
		for (const [page, values] of Object.entries(answers())) {
			await v.go(`${v.draft}/${page}`);
			await press(v, values);
		}
		await send(v);
		assert.match(v.page.url, /kvittering/);
		assert.equal(sql(`SELECT count(*) FROM attachment WHERE name = 'hemmelig.pdf'`)[0][0], '0');
	});

	test('a draft that is deleted takes its files along', async () => {
		const v = await asked('kari');
		await attach(v, [['a.pdf', pdf()]]);
		await v.go(`${v.draft}/slett`);
		await v.post(`${v.draft}/slett`, { csrf: v.csrf });
		assert.equal(stored(v), 0);
	});
});

/* Workers that have not met a scanner that fails: one that has, asks it nothing for half a minute. */
const freshWorkers = () => {
	stop('citizen');
	start('citizen');
};

describe('while the scanner is away', () => {
	before(() => stop('clamd'));
	after(() => {
		start('clamd');
		freshWorkers();
	});

	test('files are kept, opened by nobody, sent with the case, and scanned when it is back', async () => {
		const v = await asked('kari'), good = pdf();
		assert.equal((await attach(v, [['venter.pdf', good], ['ond.pdf', infected()]])).status, 200);
		assert.deepEqual(listed(v.page.text).map(f => [f.waiting, f.href]), [[true, undefined], [true, undefined]]);
		const ids = listed(v.page.text).map(f => f.button.replace(/.*:/, ''));
		const a = await v.ask('GET', `${v.draft}/fil/${ids[0]}`);
		assert.equal(a.status, 409);
		assert.match(a.text, /ikke sjekket for virus ennå/);
		await sent(v);
		const desk = new Visitor(), at = `${base}/saksbehandling/sak/${v.ref}`;
		await desk.loginStaff('ansatt-9998-1', `/saksbehandling/sak/${v.ref}`);
		assert.match(desk.page.text, /Venter på virussjekk/);
		assert.equal((await desk.ask('GET', `${at}/vedlegg/${ids[0]}`)).status, 409);
		start('clamd');
		sql('UPDATE blob SET scan_after = now()');
		await until('both are scanned', () => {
			const verdicts = sql(`SELECT verdict FROM blob b JOIN attachment a USING (tenant_id, sha256) WHERE a.id IN ('${ids.join("','")}') ORDER BY verdict`).map(r => r[0]);
			return verdicts.join() === 'clean,infected';
		}, 40000);
		assert.ok((await fetchRaw(desk, `/saksbehandling/sak/${v.ref}/vedlegg/${ids[0]}`)).bytes.equals(good));
		const gone = await desk.ask('GET', `${at}/vedlegg/${ids[1]}`);
		assert.equal(gone.status, 410);
		assert.match(gone.text, /inneholdt et virus/);
		assert.equal((await v.ask('GET', `${base}/mine-saker/${v.ref}/vedlegg/${ids[1]}`)).status, 410);
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.deepEqual(listed(v.page.text).map(f => [f.name, f.infected]), [['venter.pdf', false], ['ond.pdf', true]]);
		assert.equal(sql(`SELECT count(*) FROM blob_piece p JOIN attachment a USING (tenant_id, sha256) WHERE a.id = '${ids[1]}'`)[0][0], '0');
		assert.doesNotMatch(logs(), /venter\.pdf|ond\.pdf/);
	});
});

describe('content that nobody names any more', () => {
	const orphan = async (v, bytes) => {
		await attach(v, [['a.pdf', bytes]]);
		await attach(v, [], { button: listed(v.page.text)[0].button });
		assert.deepEqual(names(v), []);
		return createHash('sha256').update(bytes).digest('hex');
	};

	test('is not swept while somebody is sending it again', async () => {
		const v = await asked('kari'), sha = await orphan(v, pdf());
		const holding = sqlLater(`BEGIN; SELECT FROM blob WHERE sha256 = '${sha}' FOR UPDATE; SELECT pg_sleep(2); COMMIT`);
		await new Promise(r => setTimeout(r, 700));
		sql('SELECT blob_sweep()');
		assert.equal(sql(`SELECT count(*) FROM blob WHERE sha256 = '${sha}'`)[0][0], '1');
		await holding;
		sql('SELECT blob_sweep()');
		assert.equal(sql(`SELECT count(*) FROM blob WHERE sha256 = '${sha}'`)[0][0], '0');
	});

	test('is there, whole, when it is sent while it is swept', async () => {
		const v = await asked('kari'), bytes = pdf(700 * 1024);
		await orphan(v, bytes);
		const sweeping = sqlLater('BEGIN; SELECT blob_sweep(); SELECT pg_sleep(2); COMMIT');
		await new Promise(r => setTimeout(r, 700));
		assert.equal((await attach(v, [['a.pdf', bytes]])).status, 200);
		await sweeping;
		assert.deepEqual(names(v), ['a.pdf']);
		assert.ok((await fetchRaw(v, listed(v.page.text)[0].href)).bytes.equals(bytes));
	});
});

describe('a scanner that takes its time', () => {
	const path = join(process.env.SKRANKE_STACK, 'run/clamd.sock');
	let slow;

	before(() => {
		stop('clamd');
		rmSync(path, { force: true });
		slow = net.createServer(s => s.on('error', () => {}).on('data', d => {
			if (d.subarray(-4).equals(Buffer.alloc(4)))
				setTimeout(() => s.end('stream: OK\0'), 4000);
		})).listen(path);
	});
	after(() => {
		slow?.close();
		start('clamd');
		freshWorkers();
	});

	test('holds a worker for ten seconds at most, however many files there are', async () => {
		const v = await asked('kari'), begun = Date.now();
		assert.equal((await attach(v, Array.from({ length: 5 }, (_, i) => [`${i}.pdf`, pdf()]))).status, 200);
		const took = Date.now() - begun;
		assert.ok(took < 14000, `${took} ms`);
		assert.deepEqual(listed(v.page.text).map(f => f.waiting), [false, false, true, true, true]);
	});
});

describe('the workers', () => {
	test('killed while a file is on its way: nothing half is there, and it can be sent again', async () => {
		const v = await asked('kari'), big = pdf(9 * MB), { body, headers } = filled(v, {}, [['dokumentasjon', 'a.pdf', big]]);
		const asking = Array.from({ length: 3 }, () => v.ask('POST', v.page.url, { body, headers }).catch(() => ({ status: 0 })));
		await new Promise(r => setTimeout(r, 150));
		for (const pid of workers('citizen'))
			process.kill(pid, 'SIGKILL');
		const got = await Promise.all(asking);
		assert.ok(got.every(a => [0, 303, 409, 502, 503].includes(a.status)), got.map(a => a.status).join());
		await until('the workers are back', async () => (await v.ask('GET', `${base}/`)).status === 200);
		assert.equal(sql('SELECT count(*) FROM blob b WHERE size <> (SELECT sum(octet_length(bytes)) FROM blob_piece p WHERE p.tenant_id = b.tenant_id AND p.sha256 = b.sha256) AND verdict <> \'infected\'')[0][0], '0');
		await v.go(`${v.draft}/prioritet`);
		if (names(v).length === 0)
			assert.equal((await attach(v, [['a.pdf', big]])).status, 200);
		assert.deepEqual(names(v), ['a.pdf']);
		assert.ok((await fetchRaw(v, listed(v.page.text)[0].href)).bytes.equals(big));
	});
});

describe('the door', () => {
	test('lets large files through to every page that takes them', () => {
		const conf = readFileSync(join(root, 'deploy/nginx/skranke.conf'), 'utf8');
		const doors = [...conf.matchAll(/location (~|=) (\S+) \{[^}]*client_max_body_size\t+\d\d+m/g)].map(([, how, at]) =>
			how === '=' ? x => x === at : x => new RegExp(at).test(x));
		for (const program of ['citizen', 'desk'])
			for (const [, path] of readFileSync(join(root, `fcgi/${program}/routes.def`), 'utf8').matchAll(/^ROUTE\(POST,\s+"([^"]+)",.*STREAM/gm))
				assert.ok(doors.some(d => d(path.replace(/\{[^}]*\}/g, 'x1'))), path);
	});
});
