/* What is missing and the form has no question for: asked for in the caseworker's own words, answered with text, files or
   both, and shown where the other answers are. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { applied, main, press } from './apply.mjs';
import { ask as askOf, begin, caseworker, desk, login, mine, settled, taken, words } from './asked.mjs';
import { caseRow, letterText } from './decide.mjs';
import { listed, multipart, pdf, zip } from './files.mjs';

const items = ref => sql(`SELECT i.n, coalesce(i.field, ''), coalesce(i.title, ''), i.code, i.answered FROM deficiency_item i JOIN case_file c ON c.id = i.case_id
	WHERE c.ref = '${ref}' ORDER BY i.round, i.n`);
const over = () => sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE client = 'citizen' AND ended_at IS NULL`);

const one = { 'hva.annet.1': 'Bekreftelse fra legen', 'grunn.annet.1': 'mangler', dager: '10' };
const ask = (v, what = one) => askOf(v, what);
before(login);
const form = v => formsOf(v.page.text).find(f => f.action.endsWith('/tillegg'));
function write(v, values = {}, files = [], button = 'neste') {
	const kept = form(v).fields.filter(([k]) => !(k in values) && !k.startsWith('filer'));
	const { body, headers } = multipart([...kept, ...Object.entries(values), ['handling', button]], files);
	return v.go(form(v).action, { body, headers }, 'POST');
}

describe('the desk', () => {
	test('asks in its own words, with a reason, and the letter says so', async () => {
		const v = await taken();
		const preview = await ask(v, { ...one, felt: 'timer', 'grunn.timer': 'uklart', 'hva.annet.2': 'Kopi av avtalen', 'grunn.annet.2': 'mangler' });
		assert.match(main(preview.text), /Bekreftelse fra legen – [^<]*\(forvaltningsloven § 17\)/);
		assert.deepEqual(items(v.ref), [['1', 'timer', '', 'uklart', 'f'], ['2', '', 'Bekreftelse fra legen', 'mangler', 'f'], ['3', '', 'Kopi av avtalen', 'mangler', 'f']]);
		assert.match(words(caseworker), /Det søkeren er bedt om.*Bekreftelse fra legen.*Kopi av avtalen/);
		await settled(v.ref);
		assert.match(letterText(v.ref, 'missing'), /Bekreftelse fra legen/);
		await v.go(mine(v.ref));
		assert.match(words(v), /Dette mangler vi fra deg.*Bekreftelse fra legen/);
	});

	test('is told what is wrong with it, and keeps what was written', async () => {
		const v = await taken();
		for (const [what, said] of [[{ 'hva.annet.1': 'Bekreftelse' }, /Velg hvorfor/], [{ 'grunn.annet.1': 'mangler' }, /på én linje/],
			[{ 'hva.annet.1': 'a\nb', 'grunn.annet.1': 'mangler' }, /på én linje/], [{ 'hva.annet.1': 'å'.repeat(201), 'grunn.annet.1': 'mangler' }, /på én linje/],
			[{ 'hva.annet.1': ' ' }, /Kryss av for minst ett spørsmål, eller/], [{ 'hva.annet.1': 'Bekreftelse', 'grunn.annet.1': 'finnes-ikke' }, /Velg hvorfor/]]) {
			const answer = await ask(v, { dager: '10', ...what });
			assert.equal(answer.status, 422, JSON.stringify(what));
			assert.match(main(answer.text), said);
			if (what['hva.annet.1'] === 'Bekreftelse')
				assert.match(main(answer.text), /value="Bekreftelse"/);
		}
		assert.deepEqual(items(v.ref), []);
		assert.equal(caseRow(v.ref, 'state')[0], 'review');
	});
});

describe('the applicant', () => {
	test('answers with text and files, sees it before sending, and both sides see it beside the rest', async () => {
		const v = await taken();
		await ask(v, { ...one, felt: 'timer', 'grunn.timer': 'uklart', 'hva.annet.2': 'Kopi av avtalen', 'grunn.annet.2': 'mangler' });
		await begin(v);
		assert.match(v.page.url, /\/tillegg$/);
		await write(v, { 'tekst.2': 'Jeg får den i morgen.' }, [['filer.3', 'avtale.pdf', pdf()]]);
		assert.match(v.page.url, /\/oppstart$/);
		await press(v, { timer: '25' });
		assert.match(v.page.url, /\/oppsummering$/);
		assert.match(words(v), /Dette trenger vi i tillegg Bekreftelse fra legen Jeg får den i morgen\. Kopi av avtalen avtale\.pdf/);
		assert.equal((await v.ask('GET', listed(v.page.text).find(f => f.name === 'avtale.pdf').href)).status, 200);
		await v.submit({}, { action: '/send' });
		assert.match(words(v), /Takk, svaret er sendt/);
		assert.equal(caseRow(v.ref, 'state')[0], 'review');
		assert.deepEqual(items(v.ref).map(i => i[4]), ['t', 't', 't']);
		for (const [who, at] of [[v, mine(v.ref)], [caseworker, desk(v.ref)]]) {
			await who.go(`${at}/svar`);
			assert.match(words(who), /Bekreftelse fra legen .*Ikke i søknaden .*Jeg får den i morgen\..*Kopi av avtalen.*avtale\.pdf/);
			assert.equal((await who.ask('GET', listed(who.page.text).find(f => f.name === 'avtale.pdf').href)).status, 200);
		}
		await caseworker.go(desk(v.ref));
		assert.match(words(caseworker), /Fra søkeren Nytt.*svar på «Kopi av avtalen»/);
	});

	test('may be asked for nothing else; and answers a part, and is asked for the rest once more', async () => {
		const v = await taken();
		await ask(v, { ...one, 'hva.annet.2': 'Kopi av avtalen', 'grunn.annet.2': 'mangler' });
		await begin(v);
		await write(v);
		assert.match(v.page.url, /\/oppsummering$/);
		assert.equal(v.page.status, 200);
		assert.equal((await v.go(v.draft)).status, 200);		/* picked up again */
		const empty = await v.submit({}, { action: '/send' });
		assert.equal(empty.status, 422);
		assert.match(main(empty.text), /Du har ikke endret noe ennå/);
		await v.go(`${v.draft}/tillegg`);
		await write(v, { 'tekst.2': 'Her er det som står i avtalen' });
		await v.submit({}, { action: '/send' });
		assert.match(words(v), /Takk, svaret er sendt/);
		assert.deepEqual(items(v.ref).map(i => i[4]), ['f', 't']);
		await caseworker.go(`${desk(v.ref)}/mangler`);
		assert.match(main(caseworker.page.text), /value="Bekreftelse fra legen"/);
		assert.doesNotMatch(main(caseworker.page.text), /value="Kopi av avtalen"/);
		await v.go(`${v.draft}/tillegg`);
		assert.equal(new URL(v.page.url).pathname, `/mine-saker/${v.ref}`);
	});

	test('loses nothing: a file that is not taken, a session that is over, another tab, an earlier login', async () => {
		const v = await taken();
		await ask(v);
		await begin(v);
		const first = form(v).fields;
		const refused = await write(v, { 'tekst.1': 'Behold dette' }, [['filer.1', 'god.pdf', pdf()], ['filer.1', 'pakke.zip', zip()]]);
		assert.equal(refused.status, 422);
		assert.match(main(refused.text), /«pakke\.zip» er av en type[\s\S]*Behold dette/);
		assert.deepEqual(listed(refused.text).map(f => f.name), ['god.pdf']);
		assert.equal((await write(v, { 'tekst.1': 'å'.repeat(10001) })).status, 422);
		assert.match(main(v.page.text), /høyst 10.000 tegn/);
		await write(v, { 'tekst.1': 'Kort' }, [], 'lagre');
		const { body, headers } = multipart([...first.filter(([k]) => !k.startsWith('filer') && !k.startsWith('tekst')), ['tekst.1', 'Fra den gamle fanen'], ['handling', 'neste']]);
		const stale = await v.go(`${v.draft}/tillegg`, { body, headers }, 'POST');
		assert.equal(stale.status, 409);
		assert.match(main(stale.text), /annen fane[\s\S]*Fra den gamle fanen/);
		assert.equal((await write(v, { csrf: 'x'.repeat(32), 'tekst.1': 'Fra før' })).status, 403);
		assert.match(main(v.page.text), /tidligere innlogging[\s\S]*Fra før/);
		await v.go(`${v.draft}/tillegg`);
		assert.match(main(v.page.text), /Kort/);
		over();
		const out = await write(v, { 'tekst.1': 'For sent' }, [['filer.1', 'tapt.pdf', pdf()]]);
		assert.equal(out.status, 401);
		assert.match(main(out.text), /tatt vare på[\s\S]*Filene du valgte/);
		v.jar.clear();
		await v.login('kari', new URL(`${v.draft}/tillegg`).pathname);
		assert.match(main(v.page.text), /For sent/);
		const ola = new Visitor();
		await ola.login('ola');
		assert.equal((await ola.go(`${v.draft}/tillegg`)).status, 404);
		/* and where only questions are asked, there is no such page */
		const w = await taken();
		await ask(w, { felt: 'timer', 'grunn.timer': 'uklart', dager: '10' });
		await begin(w);
		assert.match(w.page.url, /\/oppstart$/);
		assert.equal((await w.go(`${w.draft}/tillegg`)).status, 404);
	});
});
