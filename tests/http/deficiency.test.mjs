/* What is missing: asked for at the desk, answered by the applicant where only that is open, both answers kept. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { applied, main, pageForm, press } from './apply.mjs';
import { ask as askOf, begin, caseworker, desk, login, mine, settled, taken, words } from './asked.mjs';

const state = ref => sql(`SELECT state, ball FROM case_file WHERE ref = '${ref}'`)[0];
const letter = (ref, template) => sql(`SELECT convert_from(content, 'UTF8') FROM document d JOIN case_file c ON c.id = d.case_id
	WHERE c.ref = '${ref}' AND template = '${template}' ORDER BY d.created_at DESC`)[0]?.[0];

const request = { felt: ['timer', 'onske.1.barnehage'], 'grunn.timer': 'uklart', 'grunn.onske.1.barnehage': 'stemmer-ikke', dager: '10', tekst: 'Ring oss gjerne.' };
const ask = (v, what = request) => askOf(v, what);
before(login);

describe('the desk', () => {
	test('sends the very letter it was shown, pauses the clock with its law, and moves the deadline', async () => {
		const v = await taken();
		const preview = await ask(v);
		assert.match(main(preview.text), /Ønske 1: Barnehage – Svaret stemmer ikke[^<]*\(forvaltningsloven § 17\)/);
		assert.match(main(preview.text), /Ring oss gjerne/);
		assert.match(caseworker.page.text, /Brevet er sendt/);
		assert.deepEqual(state(v.ref), ['waiting', 'applicant']);
		assert.deepEqual(sql(`SELECT running, law, i.ball FROM case_interval i JOIN case_file c ON c.id = i.case_id
			WHERE c.ref = '${v.ref}' AND to_at IS NULL`), [['f', 'forvaltningslovforskriften § 39', 'applicant']]);
		assert.equal(sql(`SELECT due_at IS NULL FROM case_file WHERE ref = '${v.ref}'`)[0][0], 't');
		assert.deepEqual(sql(`SELECT count(*), min(d.due_at) = max(x.answer_by) FROM deadline d JOIN deficiency x USING (tenant_id, case_id) JOIN case_file c ON c.id = d.case_id
			WHERE c.ref = '${v.ref}' AND d.event = 'deadline.answer' AND d.cancelled_at IS NULL`)[0], ['1', 't']);
		await settled(v.ref);
		const sent = letter(v.ref, 'missing').replace(/\s+/g, ' ');
		assert.match(sent, /Ønske 1: Barnehage – Svaret stemmer ikke/);
		const day = /Svar innen ([^.]*\. \w+ \d{4})/.exec(sent)[1];
		assert.ok(preview.text.replace(/\s+/g, ' ').includes(day), day);
		assert.match(words(caseworker), /Siri|ba om dette/);
	});

	test('says what is wrong with a request, and keeps what was ticked', async () => {
		const v = await taken();
		const none = await ask(v, { dager: '10' });
		assert.equal(none.status, 422);
		assert.match(main(none.text), /Kryss av for minst ett spørsmål/);
		const without = await ask(v, { felt: 'timer', dager: '1000', tekst: 'Behold dette' });
		assert.equal(without.status, 422);
		for (const w of [/Velg hvorfor/, /fra 3 til 90/, /Behold dette/, /value="timer" checked/])
			assert.match(main(without.text).replace(/ id="[^"]*"/g, ''), w);
		assert.equal((await ask(v, { felt: 'finnes.ikke', 'grunn.finnes.ikke': 'uklart', dager: '10' })).status, 422);
		assert.deepEqual(state(v.ref), ['review', 'municipality']);
	});

	test('may take a request back, and the draft that answered it goes', async () => {
		const v = await taken();
		await ask(v);
		await begin(v);
		await caseworker.go(desk(v.ref));
		await caseworker.submit({}, { action: '/mangler/trekk' });
		assert.match(caseworker.page.text, /Forespørselen er trukket/);
		assert.deepEqual(state(v.ref), ['review', 'municipality']);
		assert.equal(sql(`SELECT count(*) FROM draft d JOIN case_file c ON c.id = d.supplement_of WHERE c.ref = '${v.ref}'`)[0][0], '0');
		await v.go(v.draft);
		assert.equal(new URL(v.page.url).pathname, `/mine-saker/${v.ref}`);
		assert.equal((await caseworker.post(`${desk(v.ref)}/mangler/trekk`, { csrf: caseworker.csrf })).status, 409);
	});
});

describe('the applicant', () => {
	test('sees only what was asked for, answers it, and both answers stand side by side', async () => {
		const v = await taken();
		await ask(v);
		await v.go(mine(v.ref));
		assert.match(words(v), /Dette mangler vi fra deg/);
		await begin(v);
		assert.match(v.page.url, /\/oppstart$/);
		const names = pageForm(v).fields.map(([k]) => k);
		assert.ok(names.includes('timer') && !names.includes('soknadstype') && !names.includes('oppstart'), names.join());
		/* a closed question is nobody's to change */
		await press(v, { timer: '25', oppstart: '1.1.2031' });
		assert.match(v.page.url, /\/onsker$/);
		assert.doesNotMatch(v.page.text, /andre_barnehager|legg-til:onske/);
		const places = sql(`SELECT id FROM kindergarten WHERE tenant_id = '9998' ORDER BY name, id`).map(r => r[0]);
		await press(v, { 'onske.1.barnehage': places[1] });
		assert.match(v.page.url, /\/oppsummering$/);
		await v.submit({ melding: 'Resten kommer.' }, { action: '/send' });
		assert.match(words(v), /Takk, svaret er sendt/);
		assert.deepEqual(state(v.ref), ['review', 'municipality']);
		const now = sql(`SELECT answers::text, answers_version FROM case_file WHERE ref = '${v.ref}'`)[0];
		assert.match(now[0], /<timer>25<\/timer>/);
		assert.doesNotMatch(now[0], /2031/);
		assert.equal(now[1], '2');
		assert.match(sql(`SELECT a.answers::text FROM case_answers a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${v.ref}'`)[0][0], /<timer>41<\/timer>/);
		assert.deepEqual(sql(`SELECT closing, message FROM deficiency d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}'`), [['answered', 'Resten kommer.']]);
		/* the same click again shows the same */
		await v.go(`${v.draft}/oppsummering`);
		assert.equal(new URL(v.page.url).pathname, `/mine-saker/${v.ref}`);
		for (const [who, at] of [[v, mine(v.ref)], [caseworker, desk(v.ref)]]) {
			await who.go(`${at}/svar`);
			assert.equal(who.page.status, 200);
			assert.match(words(who), /Hel plass|41/);
			assert.match(words(who), /Resten kommer/);
		}
		await settled(v.ref);
		assert.match(letter(v.ref, 'answered'), /Takk/);
		assert.deepEqual(sql(`SELECT i.running FROM case_interval i JOIN case_file c ON c.id = i.case_id WHERE c.ref = '${v.ref}' ORDER BY seq`).map(r => r[0]), ['t', 'f', 't']);
	});

	test('may answer a part, and is asked for the rest once more', async () => {
		const v = await taken();
		await ask(v);
		await begin(v);
		await press(v, { timer: '25' });
		await press(v);
		await v.submit({}, { action: '/send' });
		assert.deepEqual(state(v.ref), ['review', 'municipality']);
		await caseworker.go(`${desk(v.ref)}/mangler`);
		const ticked = formsOf(caseworker.page.text).find(f => f.action.includes('forhandsvisning')).fields.filter(([k]) => k === 'felt');
		assert.deepEqual(ticked, [['felt', 'onske.1.barnehage']]);
		await ask(v, { felt: 'timer', 'grunn.timer': 'uklart', dager: '5' });
		assert.deepEqual(state(v.ref), ['waiting', 'applicant']);
		assert.equal(sql(`SELECT max(round) FROM deficiency d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}'`)[0][0], '2');
	});

	test('cannot send nothing, nor answer what nobody asked, nor send the answer as a new application', async () => {
		const v = await taken();
		await v.go(`${mine(v.ref)}/mangler`);
		assert.match(words(v), /Vi mangler ingenting/);
		await v.post(`${mine(v.ref)}/mangler`, { csrf: v.csrf });
		assert.equal(new URL(v.page.url).pathname, `/mine-saker/${v.ref}`);
		await ask(v);
		await begin(v);
		const id = v.draft.replace(/.*\//, '');
		await v.go(`${v.draft}/oppsummering`);
		const csrf = v.csrf;
		const empty = await v.post(`${v.draft}/send`, { csrf, melding: ' ' });
		assert.equal(empty.status, 422);
		assert.match(main(empty.text), /Du har ikke endret noe ennå/);
		assert.equal((await v.go(`${v.draft}/barnet`)).status, 404);
		assert.equal((await v.post(`${base}/soknad/barnehageplass/${id}/send`, { csrf })).status, 404);
		const ola = new Visitor();
		await ola.login('ola');
		assert.equal((await ola.go(`${v.draft}/oppstart`)).status, 404);
		assert.equal((await ola.go(`${mine(v.ref)}/mangler`)).status, 404);
	});

	test('loses nothing that was typed when the session runs out', async () => {
		const v = await taken();
		await ask(v);
		await begin(v);
		await press(v, { timer: '25' });
		await press(v);
		const csrf = v.csrf;
		sql(`UPDATE session SET seen_at = now() - interval '40 minutes' WHERE person_id = (SELECT person_id FROM case_file WHERE ref = '${v.ref}') AND ended_at IS NULL`);
		const over = await v.post(`${v.draft}/send`, { csrf, melding: 'Kommer i morgen' });
		assert.equal(over.status, 401);
		assert.match(main(over.text), /tatt vare på det du skrev/);
		const w = new Visitor();
		await w.login('kari', new URL(`${v.draft}/oppsummering`).pathname);
		assert.match(main(w.page.text), /Kommer i morgen/);
	});

	test('is late, and may answer all the same until it is decided', async () => {
		const v = await taken();
		await ask(v);
		sql(`UPDATE deadline SET due_at = now() - interval '1 second' WHERE event = 'deadline.answer' AND cancelled_at IS NULL AND case_id = (SELECT id FROM case_file WHERE ref = '${v.ref}')`);
		for (let n = 0; n < 100 && state(v.ref)[0] !== 'unanswered'; n++)
			await new Promise(done => setTimeout(done, 200));
		assert.deepEqual(state(v.ref), ['unanswered', 'municipality']);
		await begin(v);
		await press(v, { timer: '25' });
		await press(v);
		await v.submit({}, { action: '/send' });
		assert.deepEqual(state(v.ref), ['review', 'municipality']);
	});
});
