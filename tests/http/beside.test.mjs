/* What is typed stands when a file is put in or taken out on the same page, without a script: the page has one form for both. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { applied, fence, fenceStaff, main, send } from './apply.mjs';
import { staff } from './decide.mjs';
import { infected, multipart, pdf, zip } from './files.mjs';
import { begun, letter, parties, tell } from './neighbours.mjs';

const SUNNIVA = 'ansatt-9998-1';
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const plain = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const writes = form => /<textarea(?![^>]*readonly)|<select|type="(text|radio|checkbox)"/.test(form);
const count = q => Number(sql(q)[0][0]);

/* The one form of the page that anything can be written in, as a browser would send it; it has the file too. */
function only(v, field) {
	const forms = [...main(v.page.text).matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(m => m[0]).filter(writes);
	assert.equal(forms.length, 1, `${v.page.url}: ${v.page.status}, forms to write in: ${plain(v).slice(0, 300)}`);
	assert.match(forms[0], new RegExp(`<input[^>]*type="file"[^>]*name="${field}"`));
	assert.match(forms[0], /^<form[^>]*enctype="multipart\/form-data"/);
	assert.doesNotMatch(/<button\b[^>]*>/.exec(forms[0])[0], /fjern:/, 'the Enter key presses the first button, and takes nothing out');
	return { ...formsOf(forms[0])[0], drops: [...forms[0].matchAll(/value="(fjern:[^"]*)"/g)].map(m => m[1]) };
}

/* Press a button of it, with what is typed, and maybe a file. */
async function press(v, field, typed, button, file = ['', Buffer.alloc(0)]) {
	const form = only(v, field), kept = form.fields.filter(([k]) => !(k in typed) && k !== field);
	const { body, headers } = multipart([...kept, ...Object.entries(typed), ['handling', button]], [[field, ...file, 'application/pdf']]);
	await v.go(form.action, { body, headers }, 'POST');
}

function stands(v, field, typed, when) {
	const { fields } = only(v, field);
	for (const [k, x] of Object.entries(typed))
		assert.ok(fields.some(([n, y]) => n === k && y === x), `${when}: ${k} stands: ${JSON.stringify(fields.filter(([n]) => n === k))}`);
}

/* A file in, one that is refused, and the first out again: what is typed stands each time. */
async function around(v, field, typed, add) {
	await press(v, field, typed, add, ['inn.pdf', pdf(3 << 20)]);
	assert.equal(v.page.status, 200);
	assert.match(plain(v), /inn\.pdf/);
	stands(v, field, typed, 'a file put in');
	await press(v, field, typed, add, ['alt.zip', zip()]);
	assert.equal(v.page.status, 422);
	assert.match(plain(v), /alt\.zip.*inn\.pdf|inn\.pdf.*alt\.zip/);
	stands(v, field, typed, 'a file refused');
	const [drop] = only(v, field).drops;
	await press(v, field, typed, drop);
	assert.equal(v.page.status, 200);
	assert.doesNotMatch(plain(v), /inn\.pdf/);
	stands(v, field, typed, 'a file taken out');
}

describe('what is typed beside a file stands', () => {
	before(fenceStaff);

	test('when the letter of the complaint body is put in the case: of its result, and of a complaint that came on paper', async () => {
		const { ref } = await applied(), c = await staff(SUNNIVA, ref);
		await c.does('ta');
		await c.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
		await c.does('klage/registrer', { klage: 'Vi bor her.', mottatt: day(0) });
		assert.equal((await c.does('klage/opprettholde', { vurdering: 'Nei.' })).status, 303);
		await c.see('klage');
		const typed = { resultat: 'change', utfall: 'grant', avgjort: day(0), begrunnelse: 'Skrevet med <omhu>.', oppstart: 'snart',
			hvem: 'annen', klager: 'Stine Fremmed', adresse: 'Veien 1', postnummer: '9998', poststed: 'Fjordvik', mottatt: day(-1), klage: 'Jeg også, "altså".', endring: 'Alt' };
		await around(c, 'skann', typed, 'legg-ved');
		assert.equal(count(`SELECT count(*) FROM heard_complaint h JOIN case_file c ON c.id = h.case_id WHERE c.ref = '${ref}'`), 0, 'and nothing is registered');

		await c.see('klage');
		const whole = { resultat: 'stand', avgjort: day(0), begrunnelse: 'De er enige.' };
		await press(c, 'skann', whole, 'vis', ['avgjort.pdf', pdf()]);
		assert.match(plain(c), /Se over brevene.*De er enige\./, 'a file that was chosen goes with the form');
		assert.equal(count(`SELECT count(*) FROM attachment a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${ref}' AND a.kind = 'body'`), 1);
		await c.see('klage');
		await press(c, 'skann', whole, 'vis', ['virus.pdf', infected()]);
		assert.equal(c.page.status, 422);
		stands(c, 'skann', whole, 'a virus');
	});

	test('when a copy is put to who asked to see a document; an answer that a new copy comes with is not sent', async () => {
		const ref = await fence('19'), [[id]] = sql(`SELECT id FROM case_file WHERE ref = '${ref}'`);
		const doc = await until('the receipt is pressed', () => sql(`SELECT d.id FROM document d JOIN document_pdf p ON p.document_id = d.id WHERE d.case_id = '${id}'`)[0]?.[0], 60000);
		const [[entry]] = sql(`SELECT entry_id FROM journal_thing WHERE thing = 'letter:${doc}'`), a = new Visitor(base);
		await a.post(`${base}/innsyn/${entry}/be-om-innsyn`, { hvordan: 'hent' });
		const [[request]] = sql(`SELECT id FROM access_request WHERE code_sha256 = access_code('${/\/innsyn\/krav\/([0-9A-Z-]+)/.exec(a.page.url)[1]}')`);
		const c = await staff(SUNNIVA, ref), at = `${base}/saksbehandling/innsynskrav/${request}`;
		await c.go(at);
		const typed = { svar: 'delvis', gi: `letter:${doc}`, hjemmel: 'offentleglova § 13', begrunnelse: 'Skrevet med <omhu>.' };
		await around(c, 'skann', typed, 'legg-ved');
		await press(c, 'skann', typed, 'send', ['sladdet.pdf', pdf()]);
		assert.equal(c.page.status, 200);
		assert.match(plain(c), /Kopien er lastet opp.*Svaret er ikke sendt.*sladdet\.pdf/);
		stands(c, 'skann', typed, 'sent with a copy');
		assert.equal(sql(`SELECT open FROM access_request WHERE id = '${request}'`)[0][0], 't');
		await press(c, 'skann', typed, 'send');
		assert.match(plain(c), /Kravet er besvart/);
	});

	test('when paper is scanned to an application that is registered: why something is left open', async () => {
		const v = new Visitor(base);
		await v.loginStaff(SUNNIVA, '/saksbehandling/registrer');
		await v.submit({ tjeneste: 'barnehageplass', kilde: 'paper', dato: day(-1), nummer: '22929198178', navn: 'Ola Nordmann' }, { action: '/saksbehandling/registrer' });
		const draft = v.page.url.replace(/\/[^/]*$/, ''), id = draft.replace(/.*\//, '');
		await v.go(`${draft}/oppsummering`);
		const gaps = only(v, 'skann').fields.map(([k]) => k).filter(k => k.startsWith('mangel.')), [first, second] = gaps;
		const typed = { resten: 'missing', [first]: 'unreadable', [second]: 'paper' };
		await around(v, 'skann', typed, 'legg-ved');
		await press(v, 'skann', typed, 'send', ['virus.pdf', infected()]);
		assert.equal(v.page.status, 422);
		stands(v, 'skann', typed, 'a virus');
		assert.equal(count(`SELECT count(*) FROM draft WHERE id = '${id}'`), 1, 'and nothing is registered');
		await press(v, 'skann', Object.fromEntries(gaps.map(k => [k, 'missing'])), 'send', ['søknad.pdf', pdf()]);
		assert.match(plain(v), /Søknaden er registrert/);
		const ref = /\/sak\/([^?]+)/.exec(v.page.url)[1];
		assert.deepEqual(sql(`SELECT a.name FROM attachment a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${ref}'`), [['søknad.pdf']], 'with the paper that was chosen');
	});

	test('when a picture is put to the note of an inspection, or to what is sent unasked, or to what a neighbour says', async () => {
		const a = await begun(), n = new Visitor(base);
		await tell(a);
		const { code } = await letter(parties(a)[0].id);
		await n.go('/uttalelse');
		await n.submit({ kode: code }, { action: '/uttalelse' });
		await around(n, 'filer', { svar: 'merknader', tekst: 'Skrevet med <omhu>.' }, 'legg-ved');
		await a.go(`${a.draft}/oppsummering`);
		await send(a);
		const ref = /\/mine-saker\/([^/]+)\//.exec(a.page.url)[1], c = await staff(SUNNIVA, ref);
		await c.does('ta');
		await c.see('tilsyn/notat');
		await around(c, 'filer', { dag: day(0), til_stede: 'Kari', sett: 'Skrevet med <omhu>.', 'merknad.1': 'Rekkverk', 'frist.1': day(9) }, 'lagre');
		await a.go(`${base}/mine-saker/${ref}/ettersend`);
		await around(a, 'filer', { tekst: 'Skrevet med <omhu>.' }, 'lagre');
	});
});
