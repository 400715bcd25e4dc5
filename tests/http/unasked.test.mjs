/* What an applicant sends in a case without having been asked, or in answer to a letter: nothing typed is lost, nothing
   comes twice, and whoever has the case sees it. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { applied, main } from './apply.mjs';
import { settled } from './asked.mjs';
import { caseRow, events, staff } from './decide.mjs';
import { infected, listed, multipart, pdf, zip } from './files.mjs';

const mine = ref => `${base}/mine-saker/${ref}`;
const words = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const messages = ref => sql(`SELECT replace(m.text, E'\\n', '/'), (SELECT count(*) FROM attachment a WHERE a.message_id = m.id), m.document_id FROM case_message m
	JOIN case_file c ON c.id = m.case_id WHERE c.ref = '${ref}' ORDER BY m.at`);
const receipts = ref => sql(`SELECT d.title, replace(convert_from(d.content, 'UTF8'), E'\\n', ' ') FROM document d JOIN case_file c ON c.id = d.case_id
	WHERE c.ref = '${ref}' AND d.template = 'message' ORDER BY d.created_at`);
const over = () => sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE client = 'citizen' AND ended_at IS NULL`);

const form = v => formsOf(v.page.text).find(f => f.action.includes('/ettersend'));
/* What a browser sends of the page one is at. */
function write(v, values = {}, files = [], button = 'send') {
	const kept = form(v).fields.filter(([k]) => !(k in values) && k !== 'filer');
	const { body, headers } = multipart([...kept, ...Object.entries(values), ['handling', button]], files.map(([name, bytes]) => ['filer', name, bytes]));
	return v.go(form(v).action, { body, headers }, 'POST');
}
async function opened(person) {
	const v = await applied(person);
	await v.go(`${mine(v.ref)}/ettersend`);
	return v;
}

/* What Petter may do with places in kindergartens. */
const as = role => sql(`UPDATE desk_right SET role = '${role}' WHERE service = 'barnehageplass' AND role IN ('reader', 'caseworker')
	AND desk_user_id = (SELECT id FROM desk_user WHERE name = 'Petter Lie')`);

let v, c;
before(async () => {
	v = await opened();
	c = await staff('ansatt-9998-1', v.ref);
});

describe('the applicant', () => {
	test('finds the page from the case, and sends text and files; a receipt comes, and the chain tells', async () => {
		await v.go(mine(v.ref));
		assert.match(v.page.text, new RegExp(`href="/mine-saker/${v.ref}/ettersend"`));
		await v.go(`${mine(v.ref)}/ettersend`);
		const sent = await write(v, { tekst: 'Her er attesten.\nDen kom i dag.' }, [['attest.pdf', pdf()], ['bilde.pdf', pdf()]]);
		assert.equal(sent.status, 200);
		assert.match(words(v), /Takk, det er sendt.*Du sendte flere opplysninger/);
		assert.match(words(v), /Her er attesten\. Den kom i dag\./);
		assert.deepEqual(messages(v.ref).map(m => m.slice(0, 2)), [['Her er attesten./Den kom i dag.', '2']]);
		assert.deepEqual(events(v.ref), ['submit', 'message']);
		const file = listed(v.page.text)[0];
		assert.equal((await v.ask('GET', file.href)).status, 200);
		await settled(v.ref);
		const [title, text] = receipts(v.ref)[0];
		assert.match(title, /Kvittering: Vi har fått det du sendte/);
		assert.match(text.replace(/\s+/g, ' '), /Her er attesten.*attest\.pdf/);
		const [data] = sql(`SELECT e.data FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${v.ref}' AND e.event = 'message'`)[0];
		assert.equal(JSON.parse(data).files.length, 2);
		assert.match(JSON.parse(data).text_sha256, /^[0-9a-f]{64}$/);
		assert.doesNotMatch(data, /attest/);
	});

	test('is told what is missing: nothing was written, or too much; what is typed stays', async () => {
		const w = await opened();
		const none = await write(w);
		assert.equal(none.status, 422);
		assert.match(main(none.text), /Skriv noe, eller legg ved en fil/);
		const long = await write(w, { tekst: 'å'.repeat(10001) });
		assert.equal(long.status, 422);
		assert.match(main(long.text), /høyst 10.000 tegn/);
		assert.ok(main(long.text).includes('å'.repeat(10000)));
		assert.equal(messages(w.ref).length, 0);
		assert.equal((await write(w, { tekst: 'å'.repeat(10000) })).status, 200);
		assert.equal(messages(w.ref).length, 1);
	});

	test('is told of files that are not taken; the others and the text are kept, and nothing is sent', async () => {
		const w = await opened();
		const answer = await write(w, { tekst: 'Behold dette' }, [['god.pdf', pdf()], ['pakke.zip', zip()], ['syk.pdf', infected()]]);
		assert.equal(answer.status, 422);
		assert.match(main(answer.text), /«pakke\.zip» er av en type/);
		assert.match(main(answer.text), /«syk\.pdf» inneholder et virus/);
		assert.match(main(answer.text), /Behold dette/);
		assert.deepEqual(listed(answer.text).map(f => f.name), ['god.pdf']);
		assert.equal(messages(w.ref).length, 0);
		await w.go(`${mine(w.ref)}/ettersend`);
		assert.match(main(w.page.text), /Behold dette/);
		const drop = /value="(fjern:[^"]*)"/.exec(w.page.text)[1];
		await write(w, {}, [['ny.pdf', pdf()]], drop);
		assert.deepEqual(listed(w.page.text).map(f => f.name), ['ny.pdf']);
		await write(w);
		assert.equal(messages(w.ref)[0][1], '1');
	});

	test('saves and waits; nobody else sees it, and it is not among applications under way', async () => {
		const w = await opened();
		await write(w, { tekst: 'Halvferdig' }, [], 'lagre');
		assert.equal(new URL(w.page.url).pathname, `/mine-saker/${w.ref}/ettersend`);
		assert.match(main(w.page.text), /Halvferdig/);
		const [id] = sql(`SELECT d.id FROM draft d JOIN case_file c ON c.id = d.message_of WHERE c.ref = '${w.ref}'`)[0];
		await w.go(mine(w.ref));
		assert.match(words(w), /Du har begynt på noe du ikke har sendt/);
		await w.go(`${base}/mine-saker`);
		assert.ok(!w.page.text.includes(id));
		assert.equal((await w.go(`${base}/soknad/barnehageplass/${id}`)).status, 404);
		assert.doesNotMatch(await c.see(), /Halvferdig/);
		const ola = new Visitor();
		await ola.login('ola');
		assert.equal((await ola.go(`${mine(w.ref)}/ettersend`)).status, 404);
	});

	test('who clicks twice sends once', async () => {
		const w = await opened();
		const { body, headers } = multipart([...form(w).fields.filter(([k]) => k !== 'filer' && k !== 'tekst'), ['tekst', 'En gang'], ['handling', 'send']]);
		const twice = await Promise.all([0, 1].map(() => w.ask('POST', form(w).action, { body, headers })));
		assert.deepEqual(twice.map(a => a.status), [303, 303]);
		assert.equal((await w.ask('POST', form(w).action, { body, headers })).status, 303);
		assert.equal(messages(w.ref).length, 1);
		assert.deepEqual(events(w.ref), ['submit', 'message']);
		await settled(w.ref);
		assert.equal(receipts(w.ref).length, 1);
	});

	test('with two tabs sees both texts before one of them wins', async () => {
		const w = await opened();
		const stale = form(w).fields;
		await write(w, { tekst: 'Fra den andre fanen' }, [], 'lagre');
		const { body, headers } = multipart([...stale.filter(([k]) => k !== 'filer' && k !== 'tekst'), ['tekst', 'Fra denne'], ['handling', 'send']]);
		const clash = await w.go(`${mine(w.ref)}/ettersend`, { body, headers }, 'POST');
		assert.equal(clash.status, 409);
		assert.match(main(clash.text).replace(/\s+/g, ' '), /annen fane.*Fra den andre fanen.*Fra denne/);
		assert.equal(messages(w.ref).length, 0);
		assert.equal((await write(w)).status, 200);
		assert.equal(messages(w.ref)[0][0], 'Fra denne');
	});

	test('loses nothing when the session runs out, nor to a page of an earlier login', async () => {
		const w = await opened();
		over();
		const out = await write(w, { tekst: 'Skrevet for sent' }, [['tapt.pdf', pdf()]]);
		assert.equal(out.status, 401);
		assert.match(main(out.text), /tatt vare på det du skrev[\s\S]*Filene du valgte/);
		w.jar.clear();
		await w.login('kari', `/mine-saker/${w.ref}/ettersend`);
		assert.match(main(w.page.text), /Skrevet for sent/);
		assert.equal(messages(w.ref).length, 0);
		const old = form(w).fields.map(([k, x]) => [k, k === 'csrf' ? 'x'.repeat(32) : k === 'tekst' ? 'Fra før' : x]).filter(([k]) => k !== 'filer');
		const { body, headers } = multipart([...old, ['handling', 'send']]);
		const refused = await w.go(`${mine(w.ref)}/ettersend`, { body, headers }, 'POST');
		assert.equal(refused.status, 403);
		assert.match(main(refused.text), /tidligere innlogging[\s\S]*Fra før/);
		assert.equal(messages(w.ref).length, 0);
		assert.equal((await write(w)).status, 200);
	});

	test('answers a letter of the case, and no other', async () => {
		await settled(v.ref);
		const [id, title] = sql(`SELECT d.id, d.title FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}' AND d.template = 'receipt'`)[0];
		await v.go(`${mine(v.ref)}/ettersend?brev=${id}`);
		assert.match(words(v), new RegExp(`Svar på brevet ${title}`));
		await write(v, { tekst: 'Takk for brevet' });
		assert.equal(messages(v.ref).at(-1)[2], id);
		assert.match(words(v), new RegExp(`Svar på brevet « ?${title}`));
		const other = await opened();
		assert.equal((await other.go(`${mine(other.ref)}/ettersend?brev=${id}`)).status, 404);
		assert.equal((await other.go(`${mine(other.ref)}/ettersend?brev=x`)).status, 404);
		await other.go(`${mine(other.ref)}/ettersend`);
		assert.equal((await write(other, { tekst: 'Svar', brev: id })).status, 404);
		assert.equal(messages(other.ref).length, 0);
	});

	test('is told that a case is over, and what to do instead; what was typed is given back', async () => {
		const w = await opened();
		const page = form(w).fields.filter(([k]) => k !== 'filer' && k !== 'tekst');
		await w.go(`${mine(w.ref)}/trekk`);
		await w.submit({}, { action: '/trekk' });
		assert.equal(caseRow(w.ref, 'closed_at IS NOT NULL')[0], 't');
		assert.doesNotMatch(w.page.text, /\/ettersend"/);
		const { body, headers } = multipart([...page, ['tekst', 'For sent ute'], ['handling', 'send']]);
		const late = await w.go(`${mine(w.ref)}/ettersend`, { body, headers }, 'POST');
		assert.equal(late.status, 409);
		assert.match(main(late.text), /Saken er avsluttet[\s\S]*ny søknad[\s\S]*For sent ute/);
		assert.equal(messages(w.ref).length, 0);
		assert.equal((await w.go(`${mine(w.ref)}/ettersend`)).status, 200);
		assert.match(words(w), /Saken er avsluttet/);
	});

	test('a form that lacks what the page gave it is refused, and does nothing', async () => {
		const w = await opened();
		for (const [change, status] of [[{ utkast: 'x' }, 400], [{ utkast: '' }, 400], [{ brev: 'x' }, 404]]) {
			assert.equal((await write(w, { tekst: 'hei', ...change })).status, status);
			await w.go(`${mine(w.ref)}/ettersend`);
		}
		assert.equal((await w.post(`${mine('BHG-2026-999999')}/ettersend`, { csrf: w.csrf, tekst: 'hei', utkast: form(w).fields.find(([k]) => k === 'utkast')[1] })).status, 404);
		assert.equal(messages(w.ref).length, 0);
	});
});

describe('a page that nothing comes of', () => {
	const given = html => [...main(html).matchAll(/<textarea[^>]*readonly[^>]*>([^<]*)/g)].map(m => m[1].trim());

	test('gives a complaint back, a message beside answers, and what was to be sent', async () => {
		const w = await opened();
		const csrf = w.csrf;
		const complaint = await w.post(`${mine(w.ref)}/klage`, { csrf, klage: 'Jeg er <uenig>', endring: 'Plass i januar', handling: 'send' });
		assert.equal(complaint.status, 409);
		assert.deepEqual(given(complaint.text), ['Jeg er &lt;uenig&gt;', 'Plass i januar']);
		const id = '01890000-0000-7000-8000-000000000000';
		const answer = await w.post(`${mine(w.ref)}/svar/${id}/send`, { csrf: 'x'.repeat(32), melding: 'Resten kommer' });
		assert.equal(answer.status, 403);
		assert.deepEqual(given(answer.text), ['Resten kommer']);
		const { body, headers } = multipart([['csrf', csrf], ['tekst.1', 'Ikke bedt om'], ['handling', 'neste']]);
		const extra = await w.go(`${mine(w.ref)}/svar/${id}/tillegg`, { body, headers }, 'POST');
		assert.equal(new URL(extra.url).pathname, `/mine-saker/${w.ref}`);
		await w.go(`${mine(w.ref)}/ettersend`);
		const message = await write(w, { tekst: 'Skrevet', utkast: 'x' });
		assert.equal(message.status, 400);
		assert.deepEqual(given(message.text), ['Skrevet']);
		const nobody = await new Visitor().post(`${mine(w.ref)}/klage`, { csrf, klage: 'Fra ingen' });
		assert.equal(nobody.status, 401);
		assert.deepEqual(given(nobody.text), ['Fra ingen']);
		assert.deepEqual(given((await w.go(`${base}/mine-saker/FINNES-IKKE`)).text), []);
	});
});

describe('the desk', () => {
	test('sees what has come with the case, in a list with its count, and says who has seen it', async () => {
		const w = await opened();
		await c.go(`${base}/saksbehandling/nytt`);
		const before = words(c);
		assert.ok(!before.includes(w.ref));
		await write(w, { tekst: 'Til dere' }, [['til-dere.pdf', pdf()]]);
		await c.go(`${base}/saksbehandling/nytt`);
		assert.ok(words(c).includes(w.ref), 'nobody has the case: it is in the list of all');
		await c.go(`${base}/saksbehandling`);
		assert.match(words(c), /Nytt fra søkere ?\d+/);
		const at = `${base}/saksbehandling/sak/${w.ref}`;
		await c.go(at);
		assert.match(words(c), /Fra søkeren Nytt.*Til dere.*til-dere\.pdf/);
		assert.match(words(c), /Søkeren sendte noe til saken/);
		const file = listed(c.page.text).find(f => f.name === 'til-dere.pdf');
		assert.equal((await c.ask('GET', file.href)).status, 200);
		const see = formsOf(c.page.text).find(f => f.action.endsWith('/sett'));
		as('reader');
		try {
			const reader = await staff('ansatt-9998-2', w.ref);
			assert.match(words(reader), /Til dere/);
			assert.doesNotMatch(words(reader), /Merk som sett/);
			assert.equal((await reader.ask('POST', see.action, { body: { csrf: reader.csrf } })).status, 403);
			assert.equal((await reader.go(`${base}/saksbehandling/nytt`)).text.includes(w.ref), false);
		} finally {
			as('caseworker');
		}
		for (const id of ['x', '01890000-0000-7000-8000-000000000000'])
			assert.equal((await c.ask('POST', `${at}/melding/${id}/sett`, { body: { csrf: c.csrf } })).status, id === 'x' ? 404 : 303);
		assert.equal((await c.ask('POST', see.action, { body: { csrf: 'x'.repeat(32) } })).status, 403);
		await c.post(see.action, { csrf: c.csrf });
		assert.match(words(c), /Sett av/);
		assert.doesNotMatch(words(c), /Merk som sett/);
		assert.equal((await c.ask('POST', see.action, { body: { csrf: c.csrf } })).status, 303);
		await c.go(`${base}/saksbehandling/nytt`);
		assert.ok(!words(c).includes(w.ref));
		await c.go(`${at}/dokumenter`);
		assert.match(words(c), /til-dere\.pdf.*Til dere Melding|Til dere Melding.*til-dere\.pdf/);
		await w.go(`${mine(w.ref)}/dokumenter`);
		assert.match(main(w.page.text), new RegExp(`href="/mine-saker/${w.ref}#melding-[^"]*"[^>]*>Til dere`));
	});
});
