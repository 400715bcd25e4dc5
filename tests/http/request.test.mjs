/* Asking to see a document of the public journal: who asks says nothing of themselves, and staff answer. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, mails, neighbour, skranke, sql, until } from '../harness/stack.mjs';
import { fence, fenceStaff, main } from './apply.mjs';
import { multipart, pdf } from './files.mjs';

const words = v => main(v.text ?? v.page.text).replace(/<[^>]*>/g, ' ').replace(/&nbsp;|\u00a0/g, ' ').replace(/\s+/g, ' ');
let ref, entry, letter;

before(async () => {
	fenceStaff();
	ref = await fence('31');
	letter = await until('the receipt is pressed', () => sql(`SELECT d.id FROM document d JOIN case_file c ON c.id = d.case_id
		JOIN document_pdf p ON p.document_id = d.id WHERE c.ref = '${ref}'`)[0]?.[0], 60000);
	entry = sql(`SELECT entry_id FROM journal_thing WHERE thing = 'letter:${letter}'`)[0][0];
});

/* Somebody without a login has asked: ends on the page that shows the reference. */
async function asked(values = { hvordan: 'hent' }, of = entry) {
	const v = new Visitor(base);
	await v.post(`${base}/innsyn/${of}/be-om-innsyn`, values);
	v.code = /\/innsyn\/krav\/([0-9A-Z-]+)/.exec(v.page.url)?.[1];
	v.id = v.code && sql(`SELECT id FROM access_request WHERE code_sha256 = access_code('${v.code}')`)[0][0];
	return v;
}

/* A caseworker at the desk's page of it. */
async function desk(id, who = 'ansatt-9998-1') {
	const c = new Visitor(base);
	c.at = `${base}/saksbehandling/innsynskrav/${id}`;
	await c.loginStaff(who, new URL(c.at).pathname);
	const { csrf } = c;
	c.does = (what, body = {}) => c.ask('POST', c.at + what, { body: Array.isArray(body) ? body : { csrf, ...body } });
	c.see = async () => words(await c.go(c.at));
	return c;
}
const row = (id, columns) => sql(`SELECT ${columns} FROM access_request WHERE id = '${id}'`)[0];

describe('asking to see a document', () => {
	test('is found from the journal, and says what is wrong without losing what was typed', async () => {
		const v = new Visitor(base);
		await v.go(`${base}/innsyn?sok=${ref}`);
		await v.go(/href="([^"]*be-om-innsyn)"/.exec(v.page.text)[1]);
		assert.match(words(v), /Du trenger ikke å si hvem du er .* fem arbeidsdager, regnes det som et avslag/);
		const answer = await v.post(v.page.url, { hvordan: 'epost', epost: 'nei@', onske: 'Bare <kart>' });
		assert.equal(answer.status, 422);
		assert.match(answer.text, /Skriv e-postadressen slik[^]*value="nei@"[^]*Bare &lt;kart&gt;/);
		for (const [values, said] of [[{}, /Velg hvordan du vil ha svaret/], [{ hvordan: 'post' }, /Skriv adressen vi skal sende svaret til/],
			[{ hvordan: 'hent', onske: 'x'.repeat(2001) }, /høyst 2000 tegn/], [{ hvordan: 'hent', navn: 'x'.repeat(201) }, /høyst 200 tegn/]]) {
			const refused = await v.ask('POST', v.page.url, { body: values });
			assert.equal(refused.status, 422);
			assert.match(refused.text, said);
		}
		for (const [site, id] of [[base, '00000000-0000-0000-0000-000000000000'], [base, 'x'], [neighbour, entry]])
			assert.equal((await v.ask('POST', `${site}/innsyn/${id}/be-om-innsyn`, { body: { hvordan: 'hent' } })).status, 404);
	});

	test('gives a reference that is all that leads back, and a day to be answered by: five working days', async () => {
		const v = await asked({ hvordan: 'hent', epost: 'uvedkommende@example.no', onske: 'Tegningene' });
		assert.match(words(v), new RegExp(`Vi har fått kravet.*Referanse ${v.code}.*Tegningene.*Har du ikke fått svar innen`));
		const [email, due] = row(v.id, `email, (due_at AT TIME ZONE 'Europe/Oslo')::date - (asked_at AT TIME ZONE 'Europe/Oslo')::date`);
		assert.equal(email, '', 'an address that is not needed is not kept');
		assert.ok(Number(due) >= 5, `${due} days`);
		const again = new Visitor(base);
		await again.go(`${base}/innsyn/krav?referanse=${v.code.toLowerCase().replaceAll('-', '+')}`);
		assert.match(words(again), new RegExp(v.code));
		assert.equal((await again.ask('GET', `${neighbour}/innsyn/krav/${v.code}`)).status, 404);
		assert.equal((await again.go(`${base}/innsyn/krav?referanse=feil`)).status, 422);
		assert.match(words(await again.go(`${base}/innsyn/krav/0000-0000-0000`)), /Vi kjenner ikke referansen/);
		assert.ok(!logs().includes(v.code), 'no log knows it');
	});

	test('twice by one form is one request; the same form filled in otherwise is another', async () => {
		const v = new Visitor(base), page = await v.go(`${base}/innsyn/${entry}/be-om-innsyn`), [kode] = /[0-9A-Z]{4}(-[0-9A-Z]{4}){2}/.exec(/name="kode" value="([^"]*)"/.exec(page.text)[1]);
		const send = (onske, more = { kode }) => v.ask('POST', page.url, { body: { hvordan: 'hent', onske, ...more } });
		const twice = await Promise.all([send('Begge'), send('Begge')]);
		assert.deepEqual(twice.map(a => a.headers.location), Array(2).fill(`/innsyn/krav/${kode}?sendt=1`));
		assert.equal(sql(`SELECT count(*) FROM access_request WHERE wish = 'Begge'`)[0][0], '1');
		for (const [onske, more] of [['En til', undefined], ['Uten', {}], ['Feil', { kode: 'feil' }]])
			assert.match((await send(onske, more)).headers.location, new RegExp(`/innsyn/krav/(?!${kode})[0-9A-Z-]{14}\\?sendt=1$`));
		assert.match((await v.ask('POST', page.url, { body: { kode } })).text, new RegExp(`name="kode" value="${kode}"`));
	});

	test('is answered with the documents that a caseworker chose, by a link in an e-mail that opens nothing else', async () => {
		const v = await asked({ hvordan: 'epost', epost: `spor-${entry.slice(0, 8)}@example.no` }), c = await desk(v.id);
		assert.match(words(await c.go(`${base}/saksbehandling/innsynskrav`)), new RegExp(`${ref}-`));
		assert.match(await c.see(), /dokumentet det er bedt om/);
		let answer = await c.does('', { svar: 'gis', begrunnelse: 'Her er det' });
		assert.equal(answer.status, 422);
		assert.match(answer.text, /Kryss av for minst ett dokument[^]*Her er det/);
		assert.match((await c.does('', { svar: 'avslag' })).text, /offentleglova § 31/);
		assert.match((await c.does('', { svar: 'avslag', hjemmel: '§ 13', gi: `letter:${letter}` })).text, /Ta bort kryssene/);
		assert.match((await c.does('', {})).text, /Velg hva svaret er/);
		answer = await c.does('', [['csrf', c.csrf], ['svar', 'gis'], ['begrunnelse', 'Alt'], ...Array(51).fill(['gi', `letter:${letter}`])]);
		assert.equal(answer.status, 422);
		assert.match(answer.text, /høyst 50 dokumenter[^]*Alt/);
		assert.match((await c.does('', { csrf: 'x', svar: 'gis', begrunnelse: 'Her er det' })).text, /ingenting er sendt[^]*Her er det/);
		assert.match((await c.does('/ta')).headers.location, /gjort=tatt/);
		assert.match((await c.does('', { svar: 'gis', gi: `letter:${letter}`, begrunnelse: 'Her er det' })).headers.location, /gjort=svar/);
		assert.match((await c.does('', { svar: 'avslag', hjemmel: '§ 13' })).headers.location, /gjort=for-sent/);
		const mail = await until('the e-mail', () => mails().find(m => m.headers.to.includes(`spor-${entry.slice(0, 8)}@`)), 60000);
		const code = /\/innsyn\/krav\/([0-9A-Z-]{14})/.exec(mail.text)[1];
		assert.notEqual(code, v.code);
		assert.doesNotMatch(mail.raw, new RegExp(`${ref}|gjerde|Nordmann|Her er det`, 'i'));
		const reader = new Visitor(base);
		assert.match(words(await reader.go(`${base}/innsyn/krav/${code}`)), /Du får innsyn .*Her er det.*Du kan laste ned til og med/);
		const file = await reader.ask('GET', `/innsyn/krav/${code}/fil/1`);
		assert.equal(file.headers['content-type'], 'application/pdf');
		assert.equal(file.bytes.subarray(0, 5).toString(), '%PDF-');
		assert.equal(sql(`SELECT sha256 FROM access_file WHERE request_id = '${v.id}'`)[0][0], sql(`SELECT encode(sha256('\\x${file.bytes.toString('hex')}'), 'hex')`)[0][0]);
		assert.equal((await reader.ask('GET', `/innsyn/krav/${code}/fil/2`)).status, 404);
		await until('the code is forgotten', () => sql(`SELECT 1 FROM outbox WHERE access_request_id = '${v.id}' AND done_at IS NOT NULL AND NOT payload ? 'code'`).length > 0);
		assert.ok(sql(`SELECT 1 FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}' AND e.event = 'desk.access'`).length > 0);
		assert.ok(sql(`SELECT 1 FROM access_log l JOIN case_file c ON c.id = l.case_id WHERE c.ref = '${ref}' AND l.what = 'request'`).length > 0);
		sql(`SET session_replication_role = replica; UPDATE access_answer SET open_until = now() - interval '1 second' WHERE request_id = '${v.id}'`);
		assert.equal((await reader.ask('GET', `/innsyn/krav/${code}`)).status, 404, 'the link is closed');
		assert.match(words(await reader.go(`${base}/innsyn/krav/${v.code}`)), /Dokumentene kunne lastes ned til og med/);
		assert.equal((await reader.ask('GET', `/innsyn/krav/${v.code}/fil/1`)).status, 404);
	});

	test('is refused by a law, may be complained about once, and the complaint comes back to the desk', async () => {
		const v = await asked({ hvordan: 'post', adresse: 'Storgata 1\n9998 Fjordvik' }), c = await desk(v.id);
		assert.match((await c.does('', { svar: 'avslag', hjemmel: 'offentleglova § 13', begrunnelse: 'Det er taushetsplikt' })).headers.location, /gjort=svar/);
		assert.match(await c.see(), /Innsyn er avslått .*Skriv ut denne siden.*Svaret er levert/);
		assert.match((await c.does('/gjort', { hva: 'levert' })).headers.location, /gjort=levert/);
		await v.go(v.page.url);
		assert.match(words(v), /Du får ikke innsyn .*unntatt etter offentleglova § 13.*Du kan klage/);
		assert.equal((await v.post(`${base}/innsyn/krav/${v.code}/klage`, { klage: ' ' })).status, 422);
		await v.post(`${base}/innsyn/krav/${v.code}/klage`, { klage: 'Det er ikke hemmelig.' });
		assert.match(words(v), /Vi har fått klagen.*Det er ikke hemmelig/);
		await v.post(`${base}/innsyn/krav/${v.code}/klage`, { klage: 'En gang til' });
		assert.equal(row(v.id, 'complaint')[0], 'Det er ikke hemmelig.');
		assert.match(await c.see(), /Det er ikke hemmelig\..*Svar på kravet/);
		assert.match((await c.does('', { svar: 'avslag', hjemmel: 'offentleglova § 14' })).headers.location, /gjort=svar/);
		assert.match((await c.does('', { svar: 'avslag', hjemmel: 'offentleglova § 14' })).headers.location, /gjort=for-sent/);
		assert.match(await c.see(), /Klagen gjelder fortsatt det som ikke er gitt\. .*Klagen er sendt til statsforvalteren/);
		assert.doesNotMatch(await c.see(), /Svar på kravet/);
		assert.match((await c.does('/gjort', { hva: 'oversendt' })).headers.location, /gjort=oversendt/);
		assert.deepEqual(row(v.id, 'open, forwarded_at IS NOT NULL'), ['f', 't']);
		assert.match(words(await v.go(v.page.url)), /Sendt videre til statsforvalteren/);
	});

	test('that nobody answers in time counts as a refusal, for who asked and at the desk', async () => {
		const v = await asked();
		sql(`UPDATE access_request SET asked_at = now() - interval '8 days', due_at = now() - interval '1 day' WHERE id = '${v.id}'`);
		assert.match(words(await v.go(v.page.url)), /Du skulle hatt svar innen .*regnes som et avslag.*Send klagen/);
		const c = await desk(v.id);
		assert.match(await c.see(), /Over fristen/);
		assert.match(words(await c.go(`${base}/saksbehandling`)), /Innsynskrav \d+ krav, og minst ett er over fristen/);
		await c.does('', { svar: 'mangler', begrunnelse: 'Det ble aldri laget.' });
		assert.match(words(await v.go(v.page.url)), /Vi har ikke dokumentet .*Det ble aldri laget/);
	});

	test('may be answered with a copy that something is taken out of, and never with what is not of the case', async () => {
		const v = await asked(), c = await desk(v.id), bytes = pdf(300000);
		const add = (name, content) => {
			const { body, headers } = multipart([['csrf', c.csrf], ['handling', 'legg-ved']], [['skann', name, content]]);
			return c.ask('POST', c.at, { body, headers });
		};
		assert.equal((await add('program.exe', Buffer.from('MZ'))).status, 422);
		assert.match((await add('sladdet.pdf', bytes)).text, /Kopien er lastet opp/);
		const [copy] = sql(`SELECT id FROM access_copy WHERE request_id = '${v.id}'`)[0];
		assert.deepEqual((await c.ask('GET', `${c.at}/kopi/${copy}`)).bytes, bytes);
		const other = await asked();
		for (const thing of [`file:${copy}`, `letter:${v.id}`]) {
			const answer = await (await desk(other.id)).does('', { svar: 'gis', gi: thing });
			assert.equal(answer.status, 503);
			assert.equal(row(other.id, 'open')[0], 't');
		}
		assert.match((await c.does('', { svar: 'delvis', gi: `copy:${copy}`, hjemmel: 'offentleglova § 13' })).headers.location, /gjort=svar/);
		assert.deepEqual((await v.ask('GET', `/innsyn/krav/${v.code}/fil/1`)).bytes, bytes);
		assert.match(words(await v.go(v.page.url)), /en del av dokumentet.*Resten er unntatt etter offentleglova § 13.*sladdet\.pdf/);
	});

	test('is for who may handle the case, and for nobody else at the desk', async () => {
		const v = await asked();
		sql(`INSERT INTO desk_right (tenant_id, desk_user_id, service, role) SELECT tenant_id, id, 'gjerde', 'reader' FROM desk_user u WHERE subject = 'ansatt-9998-4'
			AND NOT EXISTS (SELECT FROM desk_right r WHERE r.desk_user_id = u.id AND r.service = 'gjerde')`);
		const stranger = new Visitor(base);
		await stranger.login('kari');
		assert.notEqual((await stranger.ask('GET', `${base}/saksbehandling/innsynskrav/${v.id}`)).status, 200);
		assert.equal((await stranger.ask('GET', `${base}/saksbehandling/innsynskrav/${v.id}`)).status, 303);
		const c = await desk(v.id);
		assert.equal((await c.ask('GET', `${base}/saksbehandling/innsynskrav/00000000-0000-0000-0000-000000000000`)).status, 404);
		const old = await c.ask('POST', c.at, { body: { svar: 'gis', begrunnelse: 'Skrevet lenge' }, headers: { cookie: 'skranke=x' } });
		assert.equal(old.status, 401);
		assert.match(old.text, /Skrevet lenge/);
	});

	test('cannot be flooded', async () => {
		sql(`INSERT INTO access_request (tenant_id, id, entry_id, case_id, service, due_at, how, email, code_sha256, open)
			SELECT tenant_id, gen_random_uuid(), entry_id, case_id, service, now() + interval '1 day', 'email', 'mye@example.no', 'x' || n, false
			FROM access_request, generate_series(1, 20) n WHERE id = (SELECT id FROM access_request WHERE tenant_id = '9998' LIMIT 1)`);
		const v = await asked({ hvordan: 'epost', epost: 'Mye@example.no', onske: 'Alt' });
		assert.equal(v.page.status, 429);
		assert.match(v.page.text, /dette er ikke sendt[^]*Alt/);
		sql(`DELETE FROM access_request WHERE email = 'mye@example.no'`);
		assert.match(skranke('mail', 'queue').said, /./);
	});
});
