/* What somebody has written stands on the page that comes, when the page is of an earlier login and when the session has run out. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { applied, begin as begunForm, fence, fenceStaff, main, press, send } from './apply.mjs';
import { ask, begin as begunAnswer, login as loginDesk, mine, settled, taken as takenToAsk } from './asked.mjs';
import { appliedPrice, june, staff } from './decide.mjs';
import { multipart, pdf } from './files.mjs';
import { begun, letter, opened, parties, reply, tell } from './neighbours.mjs';

const SUNNIVA = 'ansatt-9998-1', RANDI = 'ansatt-9998-3';
const TEXT = 'Skrevet med <omhu> & flid.';
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const over = client => sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE client = '${client}' AND ended_at IS NULL`);
const idOf = ref => sql(`SELECT id FROM case_file WHERE ref = '${ref}'`)[0][0];

/* The form of a page that has the text in a field that can be sent. */
const holder = html => formsOf(main(html)).find(f => f.fields.some(([k, x]) => k !== 'csrf' && x === TEXT));
const entries = o => Object.entries(o).flatMap(([k, x]) => [x].flat().map(one => [k, one]));

/* Post as the page does; `files` as many forms do that take files. */
function post(v, url, fields, { files = false } = {}) {
	if (!files)
		return v.go(url, { body: new URLSearchParams(fields).toString() }, 'POST');
	const { body, headers } = multipart(fields);
	return v.go(url, { body, headers }, 'POST');
}

const plain = html => main(html).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/* The form of the page that came has the text, and today's token. */
function stands(v, what) {
	const it = holder(v.page.text);
	assert.ok(it, `${what}: ${v.page.status}, and the text is in no form of ${v.page.url}: ${plain(v.page.text).slice(0, 300)}`);
	assert.ok(it.fields.find(([k]) => k === 'csrf')?.[1].length > 20, `${what}: it can be sent again`);
	return it;
}

/* From a page of an earlier login: told plainly that nothing is done. */
async function stale(v, url, fields, how = {}) {
	await post(v, url, entries({ csrf: 'x'.repeat(43), ...fields }), how);
	const it = stands(v, 'stale');
	assert.equal(v.page.status, 403);
	assert.match(main(v.page.text), /role="alert"|ds-alert/);
	assert.match(plain(v.page.text), /tidligere innlogging|for gammel til å/);
	return it;
}

/* The form that came is taken when it is sent. */
async function again(v, it, how = {}) {
	const fields = [...it.fields.filter(([k]) => k !== 'filer' && !k.startsWith('filer.')), ...entries(how.button ?? {})];
	const answer = await v.ask('POST', new URL(it.action || v.page.url, v.page.url).href, how.files ? multipart(fields) : { body: new URLSearchParams(fields).toString() });
	assert.equal(answer.status, how.ends ?? 303, `sent again: ${plain(answer.text).slice(0, 400)}`);
}

/* At the desk the page after a session carries it all. */
async function desk(c, url, fields, how = {}) {
	await stale(c, url, fields, how);
	const { csrf } = c;
	over('staff');
	await post(c, url, entries({ csrf, ...fields }), how);
	assert.equal(c.page.status, 401, 'nobody is logged in');
	const carried = holder(c.page.text);
	assert.ok(carried, `the text is not carried from ${url}`);
	await c.go('/saksbehandling/logginn?til=/saksbehandling');
	await c.post(new URL(carried.action, url).href, carried.fields);
	await again(c, stands(c, 'over'), how);
}

/* A citizen's is kept for them, and is there when they have logged in. */
async function citizen(v, url, fields, how = {}) {
	await stale(v, url, fields, how);
	const { csrf } = v;
	over('citizen');
	await post(v, url, entries({ csrf, ...fields }), how);
	assert.equal(v.page.status, 401, 'nobody is logged in');
	assert.match(plain(v.page.text), /Vi har tatt vare på det du skrev/);
	await v.go(/href="([^"]*logginn[^"]*)"/.exec(main(v.page.text))[1].replace(/&amp;/g, '&'));
	await again(v, stands(v, 'over'), how);
}

const sak = (ref, what) => `${base}/saksbehandling/sak/${ref}/${what}`;
const decide = { utfall: 'reject', grunn: 'full', tekst: TEXT, utgave: '0', gjelder: '' };
const missing = { 'hva.annet.1': 'Kopi', 'grunn.annet.1': 'mangler', dager: '14', tekst: TEXT };

describe('at the desk, what was written in', () => {
	let v, c;
	before(async () => {
		v = await applied();
		c = await staff(SUNNIVA, v.ref);
		await c.does('ta');
	});
	for (const [name, what, fields, how] of [
		['a note', 'notater', { notat: TEXT }],
		['the day it is looked at again', 'oppfolging', { dag: day(5), tekst: TEXT, revisjon: '0' }],
		['a new label', 'merker', { nytt: TEXT }],
		['a decision that is kept', 'vedtak/lagre', decide, { ends: 200 }],
		['a decision that is read over', 'vedtak/forhandsvisning', decide, { ends: 200 }],
		['a decision that is sent', 'vedtak/send', decide, { ends: 200 }],
		['a decision that is proposed', 'vedtak/foresla', decide, { ends: 200 }],
		['what is asked for', 'mangler/forhandsvisning', missing, { ends: 200 }],
		['what is asked for, at the last step', 'mangler/send', missing, { ends: 200 }],
		['a preliminary answer', 'forelopig-svar', { grunn: TEXT, forventet: day(40), revisjon: '0' }],
		['a case that is given to another', 'gi-videre', { fra: '', til: 'ingen', melding: TEXT }, { fra: true }],
		['why one is disqualified', 'inhabil', { grunn: TEXT }],
	])
		test(name, async () => {
			if (how?.fra)
				fields.fra = sql(`SELECT assigned_to FROM case_file WHERE ref = '${v.ref}'`)[0][0];
			await desk(c, sak(v.ref, what), fields, how);
		});

	test('a note that is changed', async () => {
		const a = await applied('ola'), s = await staff(SUNNIVA, a.ref);
		await s.does('ta');
		await s.does('notater', { notat: 'Først' });
		const [[id]] = sql(`SELECT n.id FROM case_note n JOIN case_file c ON c.id = n.case_id WHERE c.ref = '${a.ref}'`);
		await desk(s, sak(a.ref, `notater/${id}`), { notat: TEXT, revisjon: '1' });
	});

	test('a decision that is sent back', async () => {
		const a = await appliedPrice(), one = await staff(SUNNIVA, a.ref), two = await staff(RANDI, a.ref);
		await one.does('ta');
		await one.does('vedtak/foresla', { utfall: 'grant', oppstart: june, grunn: 'seks-prosent', vilkar: 'melde-fra', utgave: 0 });
		await desk(two, sak(a.ref, 'godkjenning/returner'), { kommentar: TEXT, utgave: '2' });
	});

	test('a complaint, and what became of it', async () => {
		const a = await applied(), s = await staff(SUNNIVA, a.ref);
		await s.does('ta');
		await s.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
		await desk(s, sak(a.ref, 'klage/registrer'), { klage: TEXT, endring: 'Plass', mottatt: day(0) });
		for (const end of ['opprettholde', 'forhandsvisning'])
			await desk(s, sak(a.ref, `klage/${end}`), { vurdering: TEXT, utgave: '0' }, { ends: 200 });
		assert.equal((await s.does('klage/opprettholde', { vurdering: 'Nei.', csrf: s.csrf })).status, 303);
		for (const end of ['resultat', 'resultat/forhandsvisning'])
			await desk(s, sak(a.ref, `klage/${end}`), { resultat: 'stand', avgjort: day(0), begrunnelse: TEXT, utgave: '0' }, { ends: 200 });
	});

	test('a checklist, a limit, a fee', async () => {
		fenceStaff();
		const ref = await fence('10'), s = await staff(SUNNIVA, ref);
		await s.does('ta');
		await s.see('sjekkliste');
		const rest = Object.fromEntries(Object.entries(s.fields('/sjekkliste')).filter(([k]) => k !== 'csrf'));
		await desk(s, sak(ref, 'sjekkliste'), { ...rest, 'punkt.tegning': 'ok', 'punkt.nabo': 'ok', 'punkt.farge': 'none', 'notat-punkt.tegning': TEXT });
		await desk(s, sak(ref, 'komplett'), { dag: day(0), tekst: TEXT });
		await desk(s, sak(ref, 'frist'), { dag: day(30), tekst: TEXT });
		await s.see('gebyr');
		await desk(s, sak(ref, 'gebyr'), { revisjon: s.fields('/gebyr').revisjon, belop: '-5', tekst: TEXT, hjemmel: '§ 9' });
	});

	test('an exemption, and in the journal', async () => {
		fenceStaff();
		const ref = await fence('12'), s = await staff(SUNNIVA, ref);
		await s.see('journal');
		const [, id] = /\/journal\/([0-9a-f-]{36})"/.exec(s.page.text.slice(s.page.text.indexOf('Inn: Kari')));
		await desk(s, sak(ref, `journal/${id}`), { hva: 'skjermet', hjemmel: 'offentleglova § 13', grunn: TEXT });
		await s.does('ta', { csrf: s.csrf });
		await s.does('notater', { csrf: s.csrf, notat: 'Hun ringte.' });
		const [[note]] = sql(`SELECT n.id FROM case_note n JOIN case_file c ON c.id = n.case_id WHERE c.ref = '${ref}'`);
		await s.does(`notater/${note}/frigi`, { csrf: s.csrf, revisjon: '1' });
		await desk(s, sak(ref, `unnta/notater/${note}`), { hjemmel: '18b', grunn: TEXT });
	});

	test('a hearing, and an answer that came by letter', async () => {
		const a = await begun();
		await tell(a);
		await send(a);
		const ref = /\/mine-saker\/([^/]+)\//.exec(a.page.url)[1], s = await staff(SUNNIVA, ref);
		await s.does('ta');
		await desk(s, sak(ref, 'horing'), { navn: 'Statens vegvesen', epost: 'vei@example.no', dager: '21', tekst: TEXT, handling: 'send' }, { button: { handling: 'send' } });
		const [[id]] = sql(`SELECT p.id FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id WHERE h.case_id = '${idOf(ref)}' AND h.hearing = 'consultation'`);
		await desk(s, sak(ref, 'horing'), { [`tekst.${id}`]: TEXT, handling: `svar:${id}` }, { button: { handling: `svar:${id}` } });
	});

	test('a note of an inspection, and what became of a remark', async () => {
		const a = await begun();
		await tell(a);
		await send(a);
		const ref = /\/mine-saker\/([^/]+)\//.exec(a.page.url)[1], s = await staff(SUNNIVA, ref);
		await s.does('ta');
		const note = { utgave: '0', retter: '', dag: day(0), til_stede: 'Kari', sett: TEXT, 'merknad.1': 'Rydd', 'frist.1': day(9), handling: 'vis' };
		await desk(s, sak(ref, 'tilsyn/notat'), note, { files: true, button: { handling: 'vis' } });
		await s.see('tilsyn/send');
		await s.submit({}, { action: '/tilsyn/send' });
		const [[remark]] = sql(`SELECT r.id FROM inspection_remark r WHERE r.case_id = '${idOf(ref)}'`);
		await desk(s, sak(ref, 'tilsyn'), { merknad: remark, hva: 'waived', dag: '', grunn: TEXT });
	});

	test('a request for access', async () => {
		fenceStaff();
		const ref = await fence('14');
		const letter = await until('the receipt is pressed', () => sql(`SELECT d.id FROM document d JOIN document_pdf p ON p.document_id = d.id WHERE d.case_id = '${idOf(ref)}'`)[0]?.[0], 60000);
		const [[entry]] = sql(`SELECT entry_id FROM journal_thing WHERE thing = 'letter:${letter}'`), a = new Visitor(base);
		await a.post(`${base}/innsyn/${entry}/be-om-innsyn`, { hvordan: 'hent' });
		const { url } = a.page, [[id]] = sql(`SELECT id FROM access_request WHERE code_sha256 = access_code('${/\/innsyn\/krav\/([0-9A-Z-]+)/.exec(url)[1]}')`);
		const s = await staff(SUNNIVA, ref);
		await desk(s, `${base}/saksbehandling/innsynskrav/${id}`, { svar: 'avslag', hjemmel: 'offentleglova § 13', begrunnelse: TEXT });
		await a.login('kari', '/innsyn');
		const krav = /\/innsyn\/krav\/[0-9A-Z-]+/.exec(url)[0];
		await again(a, await stale(a, `${base}${krav}/klage`, { klage: TEXT }));
		await again(a, await stale(a, `${base}/innsyn/${entry}/be-om-innsyn`, { hvordan: 'hent', onske: TEXT }));
	});

	test('a letter to several', async () => {
		const { ref } = await applied('ola'), s = await staff(SUNNIVA, ref);
		await s.post(`${base}/saksbehandling/utvalg`, { csrf: s.csrf, sak: ref, handling: 'brev' });
		const kept = formsOf(s.page.text).find(f => f.action.includes('/utvalg/utfor')).fields.filter(([k]) => !['csrf', 'tittel', 'tekst'].includes(k));
		for (const end of ['brev', 'utfor'])
			await desk(s, `${base}/saksbehandling/utvalg/${end}`, { ...Object.fromEntries(kept), tittel: 'Viktig', tekst: TEXT });
	});
});

describe('on a page of a citizen, what was written in', () => {
	test('a page of a form', async () => {
		const v = await begunForm();
		const kept = Object.fromEntries(formsOf(v.page.text).find(f => f.fields.some(([k]) => k === 'sett')).fields.filter(([k]) => k !== 'csrf'));
		await citizen(v, v.page.url, { ...kept, barn_navn: TEXT, handling: 'neste' }, { ends: 422, button: { handling: 'neste' } });
	});

	test('what neighbours get for an answer to their remarks', async () => {
		const v = await begun();
		await tell(v);
		const [nils] = parties(v);
		await reply(await opened((await letter(nils.id)).code), 'merknader', 'For nær grensen.');
		await citizen(v, `${v.draft}/nabovarsel`, { sett: 'x', [`kommentar.${nils.id}`]: TEXT, handling: `kommentar:${nils.id}` }, { button: { handling: `kommentar:${nils.id}` } });
	});

	test('a message, a complaint', async () => {
		const v = await applied(), c = await staff(SUNNIVA, v.ref);
		await v.go(`${mine(v.ref)}/ettersend`);
		const kept = Object.fromEntries(formsOf(v.page.text).find(f => f.action.endsWith('/ettersend')).fields.filter(([k]) => k !== 'csrf' && k !== 'filer'));
		await citizen(v, `${mine(v.ref)}/ettersend`, { ...kept, tekst: TEXT, handling: 'send' }, { files: true, button: { handling: 'send' } });
		await c.does('ta', { csrf: c.csrf });
		await c.see();
		await c.does('vedtak/send', { csrf: c.csrf, utfall: 'reject', grunn: 'full' });
		await citizen(v, `${mine(v.ref)}/klage`, { klage: TEXT, endring: '', handling: 'send' }, { button: { handling: 'send' } });
	});

	test('an answer to what was missing, and the message with it', async () => {
		await loginDesk();
		const v = await takenToAsk();
		await ask(v, { 'hva.annet.1': 'Bekreftelse fra legen', 'grunn.annet.1': 'mangler', dager: '10' });
		await settled(v.ref);
		await begunAnswer(v);
		const it = formsOf(v.page.text).find(f => f.action.endsWith('/tillegg')), text = it.fields.find(([k]) => k.startsWith('tekst'))[0];
		const kept = Object.fromEntries(it.fields.filter(([k]) => k !== 'csrf' && !k.startsWith('filer') && k !== text));
		await citizen(v, new URL(it.action, v.page.url).href, { ...kept, [text]: TEXT, handling: 'neste' }, { files: true, button: { handling: 'neste' } });
		await citizen(v, `${v.draft}/send`, { melding: TEXT });
	});

	test('what a neighbour answers, and complains of', async () => {
		const { v, nora, ola } = await known();
		const url = `${base}/uttalelse/${nora}`, [[lest]] = sql(`SELECT told_id FROM hearing_party WHERE id = '${nora}'`);
		await citizen(ola, url, { lest, svar: 'merknader', tekst: TEXT, handling: 'send' }, { files: true, button: { handling: 'send' } });
		const { ref, s } = await decided(v);
		await citizen(ola, `${url}/klage`, { klage: TEXT, endring: 'Flytt den.' });
		const [[id]] = sql(`SELECT id FROM heard_complaint WHERE party_id = '${nora}'`);
		await desk(s, sak(ref, `klage/fra/${id}/avvis`), { grunnlag: 'klagerett', begrunnelse: TEXT, handling: 'send' }, { button: { handling: 'send' } });
	});

	test('a notice has changed meanwhile, and files came too: both are said', async () => {
		const { v, nora, ola } = await known(), url = `${base}/uttalelse/${nora}`;
		const { body, headers } = multipart([['csrf', 'x'.repeat(43)], ['lest', '01900000-0000-7000-8000-000000000000'], ['svar', 'merknader'], ['tekst', TEXT], ['handling', 'send']],
			[['filer', 'sol.pdf', pdf(), 'application/pdf']]);
		await ola.go(url, { body, headers }, 'POST');
		stands(ola, 'stale');
		assert.match(plain(ola.page.text), /kommet et nytt varsel siden du åpnet siden.*Filene du valgte, er ikke lastet opp/);
		assert.equal(sql(`SELECT count(*) FROM hearing_answer WHERE party_id = '${nora}'`)[0][0], '0');
		await decided(v);
		await ola.post(url, { csrf: ola.csrf, svar: 'merknader', tekst: TEXT, handling: 'send' });
		assert.equal(ola.page.status, 409);
		assert.match(main(ola.page.text), /<textarea[^>]*readonly[^>]*>\s*Skrevet med &lt;omhu&gt;/, 'decided meanwhile: there is no form, and the words are there');
	});

	test('what a neighbour answers and complains of with a code, while logged in', async () => {
		const v = await begun();
		await tell(v);
		const [nils] = parties(v), n = new Visitor(base), { code } = await letter(nils.id);
		await n.login('ola');
		const typed = code.replace(/-/g, ' ');
		await n.post(`${base}/uttalelse`, { csrf: 'x'.repeat(43), kode: typed });
		assert.ok(formsOf(n.page.text).some(f => f.fields.some(([k, x]) => k === 'kode' && x === typed)), 'the code as it was typed');
		const it = await stale(n, `${base}/uttalelse/svar`, { kode: code, lest: nils.told, svar: 'merknader', tekst: TEXT, handling: 'send' }, { files: true });
		await again(n, it, { files: true, button: { handling: 'send' } });
	});
});

/* Ola is a neighbour whom the application is told to, with a login. */
async function known() {
	const v = await begun(), ola = new Visitor(base);
	await ola.login('ola');
	await tell(v);
	const nora = parties(v)[1].id;
	sql(`UPDATE hearing_party SET person_id = (SELECT id FROM person WHERE pid = '22929198178') WHERE id = '${nora}'`);
	return { v, nora, ola };
}

async function decided(v) {
	await v.go(`${v.draft}/oppsummering`);
	await send(v);
	const ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)?.[1] ?? sql(`SELECT ref FROM case_file WHERE draft_id = '${v.id}'`)[0][0];
	const s = await staff(SUNNIVA, ref);
	await s.does('ta');
	await s.see('vedtak');
	assert.equal((await s.does('vedtak/send', { ...s.fields('/vedtak/forhandsvisning'), utfall: 'grant', grunn: 'bra' })).status, 303);
	return { ref, s };
}
