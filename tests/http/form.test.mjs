/* The application: rules are the server's, nothing typed is lost, nothing of others is seen. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, neighbour, sql } from '../harness/stack.mjs';
import { answers, begin, fill, main, pageForm, places, press, year } from './apply.mjs';

const value = (v, name) => pageForm(v).fields.find(([k]) => k === name)?.[1];
const errors = v => [...v.page.text.matchAll(/<a class="ds-link" href="(#[^"]*)">([^<]*)/g)].map(m => [m[1], m[2]]);
const stored = v => sql(`SELECT answers::text FROM draft WHERE id = '${v.id}'`)[0][0];

describe('the page of a service', () => {
	test('says what each municipality itself says of it', async () => {
		for (const [host, note] of [[base, 'Fristen til hovedopptaket er 1. mars.'],
			[neighbour, 'Fristen til hovedopptaket er 15. februar.']]) {
			const v = new Visitor();
			await v.go(`${host}/tjenester/barnehageplass`);
			assert.equal(v.page.status, 200);
			assert.ok(v.page.text.includes(note), note);
		}
	});
});

describe('a page of the form', () => {
	test('without answers goes nowhere: a summary with links, a message at each field, the title says so', async () => {
		const v = await begin();
		const page = await press(v, {});
		assert.equal(page.status, 422);
		assert.match(page.text, /<title>Feil: /);
		assert.deepEqual(errors(v).map(e => e[0]), ['#barn_navn', '#barn_pid', '#bosted']);
		assert.match(page.text, /id="barn_navn-feil"/);
		assert.match(page.text, /aria-describedby="barn_navn-hjelp barn_navn-feil"/);
		assert.match(page.text, /class="ds-error-summary"[^>]*autofocus/);
	});

	test('keeps what was typed, right or wrong, and saves it', async () => {
		const v = await begin();
		await press(v, { barn_navn: 'Åse <b>&"Æ', barn_pid: '123', bosted: 'her' });
		assert.equal(v.page.status, 422);
		assert.equal(value(v, 'barn_navn'), 'Åse <b>&"Æ');
		assert.equal(value(v, 'barn_pid'), '123');
		await v.go(v.page.url);
		assert.equal(value(v, 'barn_navn'), 'Åse <b>&"Æ');
		assert.equal(value(v, 'barn_pid'), '123');
	});

	test('an identity number is judged by both rules and never stored among the answers', async () => {
		const v = await begin();
		await press(v, { barn_navn: 'Emma', barn_pid: '148325 60252', bosted: 'her' });
		assert.equal(v.page.status, 200);
		assert.ok(!stored(v).includes('14832560252'));
		assert.match(stored(v), /person:[0-9a-f-]{36}/);
		await v.go(`${v.draft}/barnet`);
		assert.equal(value(v, 'barn_pid').replace(/\s/g, ''), '14832560252');
	});

	test('going back never asks for anything, going on does', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		assert.match(v.page.url, /\/oppstart$/);
		await press(v, { oppstart: '31.2.2027' }, 'forrige');
		assert.equal(v.page.status, 200);
		assert.match(v.page.url, /\/barnet$/);
		await v.go(`${v.draft}/oppstart`);
		assert.equal(value(v, 'oppstart'), '31.2.2027');
	});

	test('a question that is not relevant is not there, and what is posted for it is ignored', async () => {
		const v = await begin();
		assert.doesNotMatch(v.page.text, /name="flyttedato"/);
		await press(v, { ...answers().barnet, flyttedato: `1.1.${year}` });
		assert.doesNotMatch(stored(v), /flyttedato/);
		await v.go(`${v.draft}/barnet`);
		await press(v, { bosted: 'flytter' });
		assert.equal(v.page.status, 422);
		assert.match(v.page.text, /name="flyttedato"/);
	});

	test('constraints: an error stops, a warning is shown and does not', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		await press(v, { ...answers().oppstart, oppstart: '1.1.2020' });
		assert.equal(v.page.status, 422);
		assert.match(main(v.page.text), /Datoen er passert/);
		await press(v, { oppstart: `1.12.${year + 1}` });
		assert.equal(v.page.status, 200);
		assert.match(v.page.url, /\/onsker$/);
		await v.go(`${v.draft}/oppstart?feil=1`);
		assert.match(main(v.page.text), /data-color="warning">[^<]*mer enn halvannet år/);
		await press(v, answers().oppstart);
		await press(v, answers().onsker);
		await v.go(`${v.draft}/onsker`);
		assert.match(main(v.page.text), /data-color="info">\s*<p[^>]*>Dere har ett ønske/);
	});

	test('a calculated answer is the server\'s: what is posted for it changes nothing', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		await press(v, { ...answers().oppstart, alder_maneder: '999' });
		assert.match(stored(v), new RegExp(`<alder_maneder>${29 + 12 * (year - 2027)}</alder_maneder>`), 'born in March 2025');
	});

	test('every answer of another page, a readonly one or an unknown one is ignored', async () => {
		const v = await begin();
		await press(v, { ...answers().barnet, epost: 'x@annet.example', finnes_ikke: '1', 'onske.1.barnehage': places()[3] });
		assert.equal(v.page.status, 200);
		assert.doesNotMatch(stored(v), /annet\.example|finnes_ikke/);
		assert.ok(!stored(v).includes(places()[3]));
	});
});

describe('wishes', () => {
	const at = async () => {
		const v = await begin();
		await press(v, answers().barnet);
		await press(v, answers().oppstart);
		return v;
	};
	const wishes = v => pageForm(v).fields.filter(([k]) => /^onske\.\d\.barnehage$/.test(k)).map(f => f[1]);

	test('are added, moved and removed with buttons, up to five, without losing the others', async () => {
		const v = await at(), p = places();
		await press(v, { 'onske.1.barnehage': p[0] }, 'legg-til:onske');
		await press(v, { 'onske.2.barnehage': p[1] }, 'legg-til:onske');
		await press(v, { 'onske.3.barnehage': p[2] }, 'opp:onske:3');
		assert.deepEqual(wishes(v), [p[0], p[2], p[1]]);
		assert.match(v.page.url, /\/onsker#onske-rad-2$/);	/* where one goes on */
		await press(v, {}, 'fjern:onske:1');
		assert.match(v.page.url, /\/onsker#onske$/);
		assert.deepEqual(wishes(v), [p[2], p[1]]);
		for (let n = 0; n < 5; n++)
			await press(v, {}, 'legg-til:onske');
		assert.equal(wishes(v).length, 5);
		assert.doesNotMatch(v.page.text, /value="legg-til:onske"/);
	});

	test('a row over the maximum is not taken however it is posted', async () => {
		const v = await at(), p = places();
		const many = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map(n => [`onske.${n}.barnehage`, p[n]]));
		await press(v, { ...many, andre_barnehager: 'ja' });
		assert.ok((stored(v).match(/<barnehage>/g) ?? []).length <= 5);
	});

	test('the same kindergarten twice is refused, and so is one outside the list', async () => {
		const v = await at(), p = places();
		await press(v, { 'onske.1.barnehage': p[0] }, 'legg-til:onske');
		await press(v, { 'onske.2.barnehage': p[0], andre_barnehager: 'ja' });
		assert.equal(v.page.status, 422);
		await press(v, { 'onske.2.barnehage': 'finnes-ikke' });
		assert.equal(v.page.status, 422);
		assert.equal(errors(v).length, 1);
	});
});

describe('a draft', () => {
	test('is taken up again on another device, on the page one left', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		await press(v, { ...answers().oppstart }, 'lagre');
		const other = new Visitor();
		await other.login('kari', '/mine-saker');
		assert.ok(other.page.text.includes(`/soknad/barnehageplass/${v.id}`));
		await other.go(v.draft);
		assert.match(other.page.url, /\/oppstart$/);
		assert.equal(value(other, 'oppstart'), `16.08.${year}`);
	});

	test('is nobody else\'s: another person, another municipality and a made-up id get 404', async () => {
		const v = await begin();
		const ola = new Visitor();
		await ola.login('ola');
		const { csrf } = ola;
		for (const path of ['/barnet', '/oppsummering', '/slett'])
			assert.equal((await ola.go(v.draft + path)).status, 404);
		assert.equal((await ola.post(`${v.draft}/barnet`, { csrf, barn_navn: 'x', handling: 'neste' })).status, 404);
		for (const door of ['send', 'slett'])
			assert.equal((await ola.post(`${v.draft}/${door}`, { csrf })).status, 404);
		assert.equal(sql(`SELECT count(*) FROM draft WHERE id = '${v.id}'`)[0][0], '1');
		for (const id of ['00000000-0000-7000-8000-000000000000', 'x', '%00', "'--"])
			assert.ok([400, 404].includes((await v.go(`${base}/soknad/barnehageplass/${id}/barnet`)).status), id);
		assert.equal((await v.go(`${v.draft}/finnes-ikke`)).status, 404);
		assert.equal((await v.go(`${base}/soknad/annet/${v.id}/barnet`)).status, 404);
	});

	test('is deleted only after having been asked, and is then gone', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		await v.go(`${v.draft}/slett`);
		assert.match(main(v.page.text), /Vil du slette/);
		assert.equal(sql(`SELECT count(*) FROM draft WHERE id = '${v.id}'`)[0][0], '1');
		await v.post(`${v.draft}/slett`, { csrf: v.csrf });
		assert.equal(sql(`SELECT count(*) FROM draft WHERE id = '${v.id}'`)[0][0], '0');
	});

	test('is one of at most fifty: who asks for more is shown them, and told what to do', async () => {
		const v = new Visitor();
		await v.login('kari', '/tjenester/barnehageplass');
		const { csrf } = v;
		await v.post(`${base}/soknad/barnehageplass`, { csrf });
		const id = v.page.url.replace(/\/[^/]*$/, '').replace(/.*\//, '');
		sql(`UPDATE draft SET revision = 2 WHERE id = '${id}';
			INSERT INTO draft (id, tenant_id, person_id, service, release_id, page, revision) SELECT gen_random_uuid(), tenant_id, person_id, service,
			    release_id, 'test', 2 FROM draft, generate_series(1, 50) WHERE id = '${id}'`);
		try {
			const full = await v.post(`${base}/soknad/barnehageplass`, { csrf });
			assert.equal(full.status, 200);
			assert.match(main(full.text), /Send eller slett noen/);
			assert.equal((await v.post(`${base}/soknad/finnes-ikke`, { csrf })).status, 404);
		} finally {
			sql(`DELETE FROM draft WHERE page = 'test'`);
		}
	});

	test('that cannot be read is our fault, not the browser\'s', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		sql(`UPDATE draft SET answers = '<annet/>' WHERE id = '${v.id}'`);
		assert.equal((await v.go(`${v.draft}/barnet`)).status, 500);
		assert.match(logs(), /level=error.*what=answers-unreadable/);
	});

	test('two clicks on start begin one', async () => {
		const v = new Visitor();
		await v.login('bjorn', '/tjenester/barnehageplass');
		const csrf = v.csrf;
		const one = await v.post(`${base}/soknad/barnehageplass`, { csrf });
		const two = await v.post(`${base}/soknad/barnehageplass`, { csrf });
		assert.equal(one.url, two.url);
	});
});

describe('two tabs', () => {
	test('that say different things: the second is told, and nothing is lost', async () => {
		const v = await begin();
		const first = pageForm(v).fields, url = v.page.url;
		await press(v, { ...answers().barnet, barn_navn: 'Fra den ene' });
		const old = await v.post(url, [...first.filter(([k]) => k !== 'barn_navn'), ['barn_navn', 'Fra den andre'], ['handling', 'neste']]);
		assert.equal(old.status, 409);
		assert.match(main(old.text), /endret i en annen fane/);
		assert.equal(value(v, 'barn_navn'), 'Fra den andre');
		assert.match(stored(v), /Fra den ene/);
		await press(v, {});
		assert.match(stored(v), /Fra den andre/);
	});

	test('the same page sent twice is saved once and goes on', async () => {
		const v = await begin();
		const all = answers().barnet, url = v.page.url;
		const fields = [...pageForm(v).fields.filter(([k]) => !(k in all)), ...Object.entries(all), ['handling', 'neste']];
		for (let n = 0; n < 2; n++) {
			const answer = await v.post(url, fields);
			assert.equal(answer.status, 200);
			assert.match(answer.url, /\/oppstart$/);
		}
	});
});

describe('a session that ran out while typing', () => {
	test('is told so, and after logging in again the typed page is there', async () => {
		const v = await begin();
		const form = pageForm(v).fields.filter(([k]) => k !== 'barn_navn'), url = v.page.url;
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE ended_at IS NULL`);
		const out = await v.post(url, [...form, ['barn_navn', 'Skrevet mens tiden gikk'], ['handling', 'neste']]);
		assert.equal(out.status, 401);
		assert.match(main(out.text), /tatt vare på det du skrev/);
		assert.doesNotMatch(stored(v), /Skrevet mens/);
		const ola = new Visitor();
		await ola.login('ola', new URL(url).pathname);
		assert.equal(ola.page.status, 404);
		await v.go(`/logginn?til=${encodeURIComponent(new URL(url).pathname)}`);	/* the provider still knows who it is */
		assert.equal(v.page.status, 200);
		assert.match(main(v.page.text), /Vi tok vare på/);
		assert.equal(value(v, 'barn_navn'), 'Skrevet mens tiden gikk');
		await press(v, answers().barnet);
		assert.equal(v.page.status, 200);
		assert.equal(sql(`SELECT count(*) FROM parked_post WHERE draft_id = '${v.id}'`)[0][0], '0');
	});

	test('an invented session keeps nothing', async () => {
		const v = await begin();
		const fields = [...pageForm(v).fields, ['barn_navn', 'x']];
		const stranger = new Visitor();
		stranger.jar.set(new URL(base).host, new Map([['skranke', 'A'.repeat(43)]]));
		const out = await stranger.ask('POST', v.page.url, { body: fields });
		assert.equal(out.status, 401);
		assert.equal(sql(`SELECT count(*) FROM parked_post WHERE draft_id = '${v.id}'`)[0][0], '0');
	});
});

describe('the form token', () => {
	test('missing or of another session: 403, and nothing is changed', async () => {
		const v = await begin();
		const other = await begin('ola');
		for (const csrf of [undefined, '', 'x'.repeat(43), other.csrf]) {
			const fields = [...pageForm(v).fields.filter(([k]) => k !== 'csrf'), ['barn_navn', 'Fremmed'], ['handling', 'neste']];
			const answer = await v.ask('POST', v.page.url, { body: csrf === undefined ? fields : [...fields, ['csrf', csrf]] });
			assert.equal(answer.status, 403);
			assert.match(main(answer.text), /for gammel/);
		}
		assert.doesNotMatch(stored(v), /Fremmed/);
	});

	test('of the session before, as one logged in again in another tab: what was typed stands there, and is saved next', async () => {
		const v = await begin();
		const old = pageForm(v).fields.filter(([k]) => !(k in answers().barnet)), url = v.page.url;
		await v.go('/logginn?til=/mine-saker');
		const told = await v.post(url, [...old, ...Object.entries({ ...answers().barnet, barn_navn: 'Skrevet i den gamle' }), ['handling', 'neste']]);
		assert.equal(told.status, 403);
		assert.match(main(told.text), /ikke lagret/);
		assert.equal(value(v, 'barn_navn'), 'Skrevet i den gamle');
		assert.doesNotMatch(stored(v), /Skrevet i/);
		await press(v, {});
		assert.match(v.page.url, /\/oppstart$/);
		assert.match(stored(v), /Skrevet i den gamle/);
	});
});

test('a whole form is filled without JavaScript and shown for checking', async () => {
	const v = await fill(await begin());
	assert.match(v.page.url, /\/oppsummering$/);
	const text = main(v.page.text).replace(/\u00a0/g, ' ');
	for (const words of ['Emma Nordmann', `16. august ${year}`, 'Hel plass', '400 00 001', 'Send søknaden'])
		assert.ok(text.includes(words), words);
	assert.match(text, /\/soknad\/barnehageplass\/[0-9a-f-]+\/onsker/);
});
