/* Another authority is asked for its view in a case, and the clock knows. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, mails, sql, until } from '../harness/stack.mjs';
import { main, send } from './apply.mjs';
import { begun, letter, opened, parties, reply, tell } from './neighbours.mjs';

const words = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/&amp;/g, '&').replace(/\s+/g, ' ');

/* A case that the caseworker has taken, and its page of hearings. */
async function taken() {
	const v = await begun();
	await tell(v);
	const n = await opened((await letter(parties(v)[0].id)).code);
	await reply(n, 'merknader', 'For nær grensen.');
	await send(v);
	const ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1], s = new Visitor(base);
	await s.loginStaff('ansatt-9998-1');
	await s.go(`${base}/saksbehandling/sak/${ref}`);
	await s.submit({}, { action: '/ta' });
	await s.go(`${base}/saksbehandling/sak/${ref}`);
	return { v, s, ref, state: () => sql(`SELECT state FROM case_file WHERE ref = '${ref}'`)[0][0] };
}
const ask = (s, ref, more = {}) => s.post(`${base}/saksbehandling/sak/${ref}/horing`,
	{ csrf: s.csrf, navn: 'Statens vegvesen', epost: 'vei@example.no', dager: '21', tekst: 'Er avkjørselen trygg?', handling: 'send', ...more });
const body = ref => sql(`SELECT p.id FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id JOIN case_file c ON c.id = h.case_id
	WHERE c.ref = '${ref}' AND h.hearing = 'consultation' ORDER BY p.id DESC LIMIT 1`)[0][0];

describe('the desk', () => {
	test('sees what the neighbours said, and each look is noted', async () => {
		const { s, ref } = await taken();
		assert.match(words(s), /Varsler og høringer/);
		await s.go(`${base}/saksbehandling/sak/${ref}/horing`);
		assert.match(words(s), /For nær grensen\./);
		assert.match(words(s), /Nora Nabo/);
		assert.ok(Number(sql(`SELECT count(*) FROM access_log l JOIN case_file c ON c.id = l.case_id WHERE c.ref = '${ref}'`)[0][0]) >= 2);
	});

	test('asks a body by e-mail, the clock waits, the body answers with a login, and it goes on', async () => {
		const { s, ref, state } = await taken();
		await s.go(`${base}/saksbehandling/sak/${ref}/horing`);
		await ask(s, ref);
		assert.match(words(s), /Brevet er på vei/, String(s.page.status));
		assert.equal(state(), 'consulting');
		assert.match(sql(`SELECT lines FROM case_clocks k JOIN case_file c ON c.id = k.case_id WHERE c.ref = '${ref}'`).join('\n'), /./);
		const [due] = sql(`SELECT oslo_day(d.due_at) - oslo_day(now()) FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.event = 'deadline.consultation'`)[0];
		assert.equal(due, '21');
		const id = body(ref), days = () => sql(`SELECT oslo_day(d.due_at) - oslo_day(now()) FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.event = 'deadline.consultation' AND d.cancelled_at IS NULL`)[0][0];
		await ask(s, ref, { dager: '30' });
		assert.equal(days(), '21', 'who is asked the same again has no other deadline');
		const mail = await until('the body is told', () => mails().find(m => m.text.replace(/\s+/g, '').includes(id)), 40000);
		assert.match(mail.headers.to, /vei@example\.no/);
		for (const secret of [ref, 'sykler', 'Kari', 'avkjørsel'])
			assert.ok(!(mail.text + mail.headers.subject).includes(secret), secret);
		assert.match((await new Visitor(base).ask('GET', `${base}/uttalelse/${id}`)).headers.location, /logginn/);
		const b = new Visitor(base);
		await b.login('ola', `/uttalelse/${id}`);
		assert.match(words(b), /Er avkjørselen trygg\?/);
		assert.doesNotMatch(words(b), /Bare for kommunen/);
		await b.submit({ svar: 'merknader', tekst: 'Ja, med fri sikt.' }, { action: '/uttalelse/' });
		await until('the case goes on', () => state() === 'review', 90000);
		await s.go(`${base}/saksbehandling/sak/${ref}/horing`);
		assert.match(words(s), /Ja, med fri sikt\./);
	});

	test('writes in an answer that came by letter', async () => {
		const { s, ref, state } = await taken();
		await s.go(`${base}/saksbehandling/sak/${ref}/horing`);
		await ask(s, ref);
		const id = body(ref);
		await s.post(`${base}/saksbehandling/sak/${ref}/horing`, { csrf: s.csrf, [`tekst.${id}`]: '', handling: `svar:${id}` });
		assert.match(words(s), /Svaret er registrert/);
		assert.match(words(s), /registrert av kommunen: ingen merknader/);
		await until('the case goes on', () => state() === 'review', 90000);
	});

	test('is told what is wrong, and keeps what was typed', async () => {
		const { s, ref, state } = await taken();
		await s.go(`${base}/saksbehandling/sak/${ref}/horing`);
		for (const [more, said] of [[{ navn: ' ' }, /Skriv navnet/], [{ epost: 'vei' }, /gyldig e-postadresse/], [{ dager: '400' }, /fra 1 til 90/]]) {
			await ask(s, ref, more);
			assert.equal(s.page.status, 422);
			assert.match(words(s), said);
			assert.match(s.page.text, /Er avkjørselen trygg\?/);
		}
		assert.equal(state(), 'review');
		await ask(s, ref);
		await s.post(`${base}/saksbehandling/sak/${ref}/horing`, { csrf: s.csrf, [`tekst.${body(ref)}`]: `Lang ${'x'.repeat(10000)}`, handling: `svar:${body(ref)}` });
		assert.equal(s.page.status, 422);
		assert.match(s.page.text, /Lang xxx[^]*Teksten er for lang/);
	});

	test('without the right to act in it asks nobody', async () => {
		const { s, ref } = await taken();
		await s.go(`${base}/saksbehandling/sak/${ref}/horing`);
		const n = new Visitor(base);
		await n.login('ola');
		assert.equal((await n.ask('POST', `${base}/saksbehandling/sak/${ref}/horing`, { body: { navn: 'X', epost: 'x@example.no', dager: '3', handling: 'send' } })).status === 303, false);
		assert.equal(sql(`SELECT count(*) FROM hearing h JOIN case_file c ON c.id = h.case_id WHERE c.ref = '${ref}' AND h.hearing = 'consultation'`)[0][0], '0');
	});
});
