/* Many cases at once: given to others, labelled, written to; asked for first, done once, undone. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { applied } from './apply.mjs';

const SUNNIVA = 'ansatt-9998-1', PETTER = 'ansatt-9998-2';
const AT = `${base}/saksbehandling/utvalg`;
const asA = (name, role) => sql(`UPDATE desk_right SET role = '${role}' WHERE role IN ('reader', 'caseworker', 'leader') AND desk_user_id = '${idOf(name)}'`);
const idOf = name => sql(`SELECT id FROM desk_user WHERE name = '${name}'`)[0][0];
const has = refs => refs.map(ref => sql(`SELECT coalesce(u.name, '-') FROM case_file c LEFT JOIN desk_user u ON u.id = c.assigned_to WHERE c.ref = '${ref}'`)[0][0]);
const events = ref => sql(`SELECT e.event FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}' ORDER BY e.seq`).map(r => r[0]);
const letters = refs => sql(`SELECT count(*) FROM document d JOIN case_file c ON c.id = d.case_id WHERE d.template = 'message' AND c.ref = ANY ('{${refs}}')`)[0][0];
const many = async n => { const all = []; for (let i = 0; i < n; i++) all.push((await applied(['kari', 'ola'][i % 2])).ref); return all; };
const sent = v => formsOf(v.page.text).find(f => f.action.includes('/utvalg/')).fields;

async function staff(who = SUNNIVA) {
	const v = new Visitor();
	await v.loginStaff(who);
	v.token = v.csrf;
	v.choose_ = (handling, refs, more = []) => v.post(AT, [['csrf', v.csrf ?? v.token], ['handling', handling], ...refs.map(r => ['sak', r]), ...more]);
	return v;
}

describe('cases that were chosen', () => {
	let refs, v;
	before(async () => { refs = await many(4); v = await staff(); });

	test('are given to several, evenly, after one has seen how many', async () => {
		await v.choose_('tildel', refs);
		assert.equal(v.page.status, 200);
		assert.match(v.page.text, /4 saker/);
		assert.deepEqual(has(refs), ['-', '-', '-', '-']);
		assert.equal((await v.submit({}, { action: '/utfor' })).status, 422);
		assert.match(v.page.text, /Velg minst én som skal ha sakene/);
		await v.submit({ til: [idOf('Petter Lie'), idOf('Randi Holm')], melding: 'Haster' }, { action: '/utfor' });
		assert.match(v.page.text, /4 saker fordelt/);
		assert.deepEqual(has(refs).sort(), ['Petter Lie', 'Petter Lie', 'Randi Holm', 'Randi Holm']);
		for (const ref of refs)
			assert.deepEqual(events(ref), ['submit', 'assign']);
		assert.equal(sql(`SELECT count(*) FROM case_note n JOIN case_file c ON c.id = n.case_id WHERE n.text = 'Haster' AND c.ref = ANY ('{${refs}}')`)[0][0], '4');
		assert.equal(sql(`SELECT string_agg(DISTINCT state, ' ') FROM case_file WHERE ref = ANY ('{${refs}}')`)[0][0], 'review');
	});

	test('go back to who had them when it is undone, but for those that have moved on; once', async () => {
		const there = v.page.url, moved = refs[0], who = has([moved])[0] === 'Petter Lie' ? 'Randi Holm' : 'Petter Lie';
		sql(`UPDATE case_file SET assigned_to = '${idOf(who)}' WHERE ref = '${moved}'`);
		await v.submit({}, { action: '/angre' });
		assert.match(v.page.text, /Dette ble angret/);
		assert.deepEqual(has(refs), [who, '-', '-', '-']);
		assert.doesNotMatch(v.page.text, />Angre</);
		const n = events(refs[1]).length;
		await v.post(`${there}/angre`, { csrf: v.csrf });
		assert.equal(events(refs[1]).length, n);
	});

	test('are left alone when somebody else got them while one was asked', async () => {
		await v.choose_('tildel', refs.slice(1, 3));
		const form = sent(v);
		sql(`UPDATE case_file SET assigned_to = '${idOf('Randi Holm')}' WHERE ref = '${refs[1]}'`);
		await v.post(`${AT}/utfor`, [...form, ['til', idOf('Petter Lie')]]);
		assert.match(v.page.text, /1 sak fordelt/);
		assert.match(v.page.text, /noen andre fikk saken imens/);
		assert.deepEqual(has(refs.slice(1, 3)), ['Randi Holm', 'Petter Lie']);
	});

	test('are changed once, however often the button is pressed', async () => {
		await v.choose_('merk', refs);
		const form = sent(v).filter(([k]) => k !== 'merke'), press = () => v.ask('POST', `${AT}/utfor`, { body: [...form, ['merke', 'opptak 2']] });
		const answers = await Promise.all([press(), press(), press()]);
		assert.deepEqual(answers.map(a => a.status), [303, 303, 303]);
		assert.equal(new Set(answers.map(a => a.headers.location)).size, 1);
		for (const ref of refs)
			assert.equal(events(ref).filter(e => e === 'desk.label').length, 1);
		await v.go(answers[0].headers.location);
		assert.match(v.page.text, /4 saker merket «opptak 2»/);
		await v.choose_('avmerk', refs, [['merke', 'opptak 2']]);
		await v.submit({ merke: 'opptak 2' }, { action: '/utfor' });
		assert.equal(sql(`SELECT count(*) FROM case_label WHERE label = 'opptak 2'`)[0][0], '0');
	});

	test('are nobody\'s when they are laid back; what nobody had is told of', async () => {
		await v.choose_('gi-tilbake', refs);
		assert.match(v.page.text, /Saker som ingen har, og som ikke blir med: 1/);
		await v.submit({}, { action: '/utfor' });
		assert.deepEqual(has(refs), ['-', '-', '-', '-']);
		await v.submit({}, { action: '/angre' });
		assert.deepEqual(has(refs).filter(x => x === '-').length, 1);
	});

	test('are none, too many, strange or not one\'s own: nothing happens, and it is said', async () => {
		const none = await v.choose_('tildel', []);
		assert.equal(none.status, 422);
		assert.match(none.text, /Det er ingen saker å gjøre dette med/);
		const lots = await v.choose_('tildel', Array.from({ length: 501 }, (_, i) => `BHG-2026-9${String(i).padStart(5, '0')}`));
		assert.match(lots.text, /høyst 500 om gangen/);
		assert.equal((await v.choose_('slett', refs)).status, 400);
		assert.equal((await v.choose_('tildel', ["x'; DROP TABLE", '../..', 'NEI-2026-1'])).status, 422);
		const nils = new Visitor('http://nabo.localhost:' + new URL(base).port);
		const other = await v.ask('POST', `${AT}/utfor`, { body: [['csrf', v.token], ['handling', 'merk'], ['merke', 'x'], ['sak', 'NEI-2026-1']] });
		assert.equal(other.status, 403);
		assert.ok(nils);
		assert.equal((await v.go(`${AT}/00000000-0000-7000-8000-000000000000`)).status, 404);
		assert.equal((await v.go(`${AT}/x`)).status, 404);
		await v.go(AT);
		assert.equal(v.page.url, `${base}/saksbehandling`);
	});

	test('in which one is disqualified are left alone, and who is disqualified is given none', async () => {
		const of = (name, ref) => sql(`INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason)
			SELECT tenant_id, id, '${idOf(name)}', 'nabo' FROM case_file WHERE ref = '${ref}'`);
		const two = await many(2);
		of('Sunniva Berg', two[0]);
		await v.choose_('merk', two);
		assert.match(v.page.text, /Saker du ikke kan endre, og som ikke blir med: 1/);
		await v.post(`${AT}/utfor`, [...sent(v).filter(([k]) => k !== 'merke'), ['sak', two[0]], ['merke', 'x']]);
		assert.match(v.page.text, /1 sak merket/);
		assert.match(v.page.text, /du er inhabil i saken/);
		of('Petter Lie', two[1]);
		await v.post(`${AT}/utfor`, [['csrf', v.csrf], ['handling', 'tildel'], ['sak', two[1]], ['til', idOf('Petter Lie')]]);
		assert.match(v.page.text, /ingen av dem du valgte, kan ha saken/);
		assert.deepEqual(has(two), ['-', '-']);
		await v.go(`${base}/saksbehandling/sak/${two[1]}/gi-videre`);
		assert.doesNotMatch(v.page.text, /Petter Lie/);
		await v.go(`${base}/saksbehandling/sak/${two[0]}`);
		assert.doesNotMatch(v.page.text, /Gi videre|Lagre notatet|Skriv brev/);
		assert.equal((await v.post(`${base}/saksbehandling/sak/${two[0]}/notater`, { csrf: v.csrf, notat: 'x' })).status, 403);
	});

	test('of who is ill are all of them', async () => {
		const p = await staff(PETTER);
		sql(`UPDATE case_file SET assigned_to = '${idOf('Petter Lie')}' WHERE ref = ANY ('{${refs}}')`);
		await v.go(`${base}/saksbehandling/fordeling`);
		const form = formsOf(v.page.text).find(f => f.fields.some(([k, x]) => k === 'fra' && x === idOf('Petter Lie')));
		await v.post(form.action, form.fields);
		assert.match(v.page.text, /som Petter Lie har nå/);
		assert.doesNotMatch(v.page.text, new RegExp(`value="${idOf('Petter Lie')}"`));
		await v.submit({ til: idOf('Sunniva Berg') }, { action: '/utfor' });
		assert.deepEqual(new Set(has(refs)), new Set(['Sunniva Berg']));
		assert.equal((await p.go(v.page.url)).status, 404, 'what one has done is not shown to others');
	});
});

describe('a letter to many', () => {
	let refs, v;
	before(async () => { refs = await many(3); v = await staff(); });

	test('is seen before it is sent, made once for each, and lies in their mailboxes', async () => {
		await v.choose_('brev', refs);
		const empty = await v.post(`${AT}/brev`, sent(v));
		assert.equal(empty.status, 422);
		assert.match(empty.text, /Skriv hva brevet gjelder/);
		await v.post(`${AT}/brev`, [...sent(v).filter(([k]) => !['tittel', 'tekst'].includes(k)), ['tittel', 'Planleggingsdag <i>'], ['tekst', 'Barnehagen er stengt.\nVi sees etterpå.']]);
		assert.equal(v.page.status, 200);
		assert.match(v.page.text, /Planleggingsdag &lt;i(>|&gt;)/);
		assert.match(v.page.text, /Send 3 brev/);
		assert.match(v.page.text, new RegExp(refs[0]));
		const form = sent(v);
		await v.post(AT, form);
		assert.match(v.page.text, /Barnehagen er stengt\.\nVi sees etterpå\./);
		const press = () => v.ask('POST', `${AT}/utfor`, { body: form });
		const answers = await Promise.all([press(), press()]);
		assert.deepEqual(answers.map(a => a.status), [303, 303]);
		await until('the letters', () => letters(refs) === '3');
		await v.go(answers[0].headers.location);
		assert.match(v.page.text, /3 av 3 brev ligger i postkassene/);
		assert.equal((await v.post(`${answers[0].headers.location}/angre`, { csrf: v.csrf })).status, 200);
		assert.equal(letters(refs), '3');
		for (const ref of refs)
			assert.deepEqual(events(ref), ['submit', 'desk.letter']);
		const k = new Visitor();
		await k.login('kari', `/mine-saker/${refs[0]}`);
		const [at] = /\/postkasse\/[0-9a-f-]+/.exec(k.page.text.slice(k.page.text.indexOf('Planleggingsdag') - 300));
		await k.go(at);
		assert.match(k.page.text, /Hei, Kari/);
		assert.match(k.page.text, /<p>Vi sees etterpå\.<\/p>/);
		assert.match(k.page.text, /Sunniva Berg/);
	});

	test('in one case begins on the page of the case', async () => {
		await v.go(`${base}/saksbehandling/sak/${refs[0]}`);
		const form = formsOf(v.page.text).find(f => f.action === '/saksbehandling/utvalg');
		await v.post(form.action, [...form.fields, ['handling', 'brev']]);
		assert.match(v.page.text, /1 sak/);
	});

	test('is not lost when the session runs out', async () => {
		await v.choose_('brev', refs);
		const form = [...sent(v).filter(([k]) => !['tittel', 'tekst'].includes(k)), ['tittel', 'Viktig'], ['tekst', 'Husk dette']];
		sql(`UPDATE session SET ended_at = now() WHERE client = 'staff' AND ended_at IS NULL`);
		for (const where of ['brev', 'utfor']) {
			const over = await v.post(`${AT}/${where}`, form);
			assert.equal(over.status, 401);
			v.kept = formsOf(over.text).find(f => f.action === '/saksbehandling/utvalg').fields;
		}
		await v.go('/saksbehandling/logginn?til=/saksbehandling');
		await v.post(AT, v.kept);
		assert.equal(v.page.status, 200);
		assert.match(v.page.text, /Husk dette/);
		assert.match(v.page.text, /3 saker/);
	});

	test('is not written by who may only look', async () => {
		asA('Petter Lie', 'reader');
		try {
			const p = await staff(PETTER);
			await p.choose_('brev', refs);
			assert.match(p.page.text, /Saker du ikke kan endre, og som ikke blir med: 3/);
			for (const [handling, more] of [['brev', [['tittel', 'x'], ['tekst', 'y']]], ['merk', [['merke', 'x']]], ['tildel', [['til', idOf('Sunniva Berg')]]], ['gi-tilbake', []]])
				assert.equal((await p.post(`${AT}/utfor`, [['csrf', p.csrf], ['handling', handling], ['sak', refs[0]], ...more])).status, 403, handling);
			assert.equal(letters(refs), '3');
		} finally {
			asA('Petter Lie', 'caseworker');
		}
	});
});
