/* A file that was chosen cannot be chosen again for anybody: when a page is of an earlier login, or the session has run out, they are told to. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { applied, fence, fenceStaff, main, send } from './apply.mjs';
import { staff } from './decide.mjs';
import { multipart, pdf } from './files.mjs';
import { begun, letter, parties, tell } from './neighbours.mjs';

const SUNNIVA = 'ansatt-9998-1';
const TOLD = /Filene du valgte, er ikke lastet opp\. Dem må du velge på nytt\./;
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const plain = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const sak = (ref, what) => `${base}/saksbehandling/sak/${ref}/${what}`;
const over = client => sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE client = '${client}' AND ended_at IS NULL`);

function post(v, url, fields, field, none = false) {
	const { body, headers } = multipart(Object.entries(fields), [none ? [field, '', Buffer.alloc(0)] : [field, 'brev.pdf', pdf(), 'application/pdf']]);
	return v.go(url, { body, headers }, 'POST');
}

/* The form of the page one is at that takes the file, with today's token. */
function there(v, url, what) {
	const it = formsOf(main(v.page.text)).find(f => new URL(f.action, v.page.url).href === url);
	assert.ok(it, `${what}: ${v.page.status}, no form to ${url}: ${plain(v).slice(0, 300)}`);
	assert.ok(it.fields.find(([k]) => k === 'csrf')?.[1].length > 20, `${what}: it can be sent again`);
	return it;
}

/* At the desk: the page where it was chosen says so, and takes it then; `typed` stands there too. */
async function desk(c, url, field, typed = {}) {
	const { csrf } = c, kept = how => Object.entries(typed).filter(([k]) => k !== 'handling').forEach(([k, x]) =>
		assert.ok(there(c, url, how).fields.some(([n, y]) => n === k && y === x), `${how}: ${k} stands`));
	await post(c, url, { csrf: 'x'.repeat(43), ...typed }, field);
	there(c, url, 'stale');
	kept('stale');
	assert.equal(c.page.status, 403);
	assert.match(main(c.page.text), /role="alert"/);
	assert.match(plain(c), TOLD);
	await post(c, url, { csrf: 'x'.repeat(43), ...typed }, field, true);
	assert.equal(c.page.status, 403);
	assert.doesNotMatch(plain(c), TOLD, 'none was chosen');
	over('staff');
	await post(c, url, { csrf, ...typed }, field);
	assert.equal(c.page.status, 401);
	assert.match(plain(c), TOLD);
	const on = formsOf(main(c.page.text)).find(f => f.action.startsWith('/saksbehandling/'));
	await c.go('/saksbehandling/logginn?til=/saksbehandling');
	if (on)
		await c.post(new URL(on.action, url).href, on.fields);
	else
		await c.go(url);
	there(c, url, 'over');
	kept('over');
	await post(c, url, { csrf: c.csrf, ...typed }, field);
	assert.equal(c.page.status, 200);
	assert.match(plain(c), /brev\.pdf/);
}

describe('at the desk, a file that was chosen', () => {
	before(fenceStaff);

	test('the letter of the complaint body', async () => {
		const { ref } = await applied(), c = await staff(SUNNIVA, ref);
		await c.does('ta');
		await c.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
		await c.does('klage/registrer', { klage: 'Vi bor her.', mottatt: day(0) });
		assert.equal((await c.does('klage/opprettholde', { vurdering: 'Nei.' })).status, 303);
		await c.see('klage');
		await desk(c, sak(ref, 'klage/resultat/forhandsvisning'), 'skann', { handling: 'legg-ved', begrunnelse: 'Skrevet med <omhu>.' });
	});

	test('a copy with something taken out of it', async () => {
		const ref = await fence('17'), [[id]] = sql(`SELECT id FROM case_file WHERE ref = '${ref}'`);
		const doc = await until('the receipt is pressed', () => sql(`SELECT d.id FROM document d JOIN document_pdf p ON p.document_id = d.id WHERE d.case_id = '${id}'`)[0]?.[0], 60000);
		const [[entry]] = sql(`SELECT entry_id FROM journal_thing WHERE thing = 'letter:${doc}'`), a = new Visitor(base);
		await a.post(`${base}/innsyn/${entry}/be-om-innsyn`, { hvordan: 'hent' });
		const [[request]] = sql(`SELECT id FROM access_request WHERE code_sha256 = access_code('${/\/innsyn\/krav\/([0-9A-Z-]+)/.exec(a.page.url)[1]}')`);
		const c = await staff(SUNNIVA, ref);
		await c.go(`${base}/saksbehandling/innsynskrav/${request}`);
		await desk(c, `${base}/saksbehandling/innsynskrav/${request}`, 'skann', { handling: 'legg-ved', begrunnelse: 'Skrevet med <omhu>.' });
	});

	test('the paper of an application that is registered', async () => {
		const v = new Visitor(base);
		await v.loginStaff(SUNNIVA, '/saksbehandling/registrer');
		await v.submit({ tjeneste: 'barnehageplass', kilde: 'paper', dato: day(-1), nummer: '22929198178', navn: 'Ola Nordmann' }, { action: '/saksbehandling/registrer' });
		const draft = v.page.url.replace(/\/[^/]*$/, '');
		await v.go(`${draft}/oppsummering`);
		await desk(v, `${draft}/send`, 'skann', { handling: 'legg-ved', resten: 'missing' });
	});

	test('a picture of an inspection, and what was written with it', async () => {
		const a = await begun();
		await tell(a);
		await a.go(`${a.draft}/oppsummering`);
		await send(a);
		const ref = /\/mine-saker\/([^/]+)\//.exec(a.page.url)[1], c = await staff(SUNNIVA, ref);
		await c.does('ta');
		await c.see('tilsyn/notat');
		await desk(c, sak(ref, 'tilsyn/notat'), 'filer', { utgave: '0', retter: '', dag: day(0), til_stede: 'Kari', sett: 'Skrevet med <omhu>.' });
	});
});

describe('what changes nothing needs no token of today', () => {
	test('a file is checked from a page of an earlier login, and after the session has run out', async () => {
		const v = new Visitor(base), file = [['fil', 'brev.pdf', pdf(), 'application/pdf']];
		await v.login('kari', '/kontroll');
		for (const late of [false, true]) {
			if (late)
				over('citizen');
			const { body, headers } = multipart([['csrf', 'x'.repeat(43)]], file);
			await v.go('/kontroll', { body, headers }, 'POST');
			assert.equal(v.page.status, 404);
			assert.match(plain(v), /ikke|ukjent/);
			assert.ok(formsOf(main(v.page.text)).some(f => f.action === '/kontroll'));
		}
	});

	test('what a neighbour is told of is opened with the code, as long as the code is good', async () => {
		const v = await begun(), n = new Visitor(base);
		await tell(v);
		const [nils] = parties(v), { code } = await letter(nils.id);
		await n.login('ola');
		await n.go('/uttalelse');
		await n.post(`${base}/uttalelse`, { csrf: n.csrf, kode: code });
		const fil = /name="fil"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="fil"/.exec(main(n.page.text)).slice(1).find(Boolean);
		for (const late of [false, true]) {
			if (late)
				over('citizen');
			const got = await n.ask('POST', `${base}/uttalelse/fil`, { body: { csrf: 'x'.repeat(43), kode: code, fil } });
			assert.equal(got.status, 200);
			assert.match(got.headers['content-type'], /application\/pdf/);
		}
	});
});
