/* Registers that fill in: searched in and chosen from, what is typed by hand asked about, neighbours fetched, and a
   register that is slow, wrong or away. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, sql, start, stop } from '../harness/stack.mjs';
import { main, pageForm, press } from './apply.mjs';

const port = readFileSync(join(process.env.SKRANKE_STACK, 'run/registers.port'), 'utf8').trim();
const ask = async (path, body) => (await fetch(`http://127.0.0.1:${port}/-/${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })).json();
const behave = (who, how, on = '*', more = {}) => ask('behave', { who, on, how, times: 0, ...more });
const allBehave = how => Promise.all(['kartverket', 'geonorge', 'eiendom'].map(who => behave(who, how, '*', { ms: 4000 })));
const anew = () => { stop('lookup'); start('lookup'); };		/* nothing remembered, nothing at rest */

const value = (v, name) => pageForm(v).fields.find(([k]) => k === name)?.[1];
const text = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const buttons = v => [...v.page.text.matchAll(/value="(velg:[^"]*)"/g)].map(m => m[1]);
const stored = v => sql(`SELECT answers::text FROM draft WHERE id = '${v.id}'`)[0][0];

async function begin(person = 'kari', site = base) {
	const v = new Visitor(site);
	await v.login(person, '/tjenester/oppslag');
	await v.post(`${site}/soknad/oppslag`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	v.id = v.draft.replace(/.*\//, '');
	return v;
}

const search = (v, words, name = 'eiendom.1.finn') => press(v, { [`sok-${name}`]: words }, `sok:${name}`);
const property = (gnr, bnr, knr = '9998') => ({ 'eiendom.1.kommunenummer': knr, 'eiendom.1.gardsnummer': gnr, 'eiendom.1.bruksnummer': bnr });

async function atNeighbours() {
	const v = await begin();
	await press(v, property('12', '34'));
	assert.match(v.page.url, /\/naboene$/);
	return v;
}

before(async () => {
	await ask('well', {});
	await ask('forget', {});
	anew();
});
afterEach(async () => {
	await ask('well', {});
	sql("DELETE FROM draft WHERE service = 'oppslag'");
});
after(async () => {
	await ask('well', {});
	anew();
});

describe('a search', () => {
	test('by address shows what the register has, and the one chosen fills the questions, with source and day', async () => {
		const v = await begin();
		await search(v, 'Bryggeveien 4');
		assert.equal(v.page.status, 200);
		assert.match(text(v), /Treff: 1\./);
		assert.match(text(v), /Bryggeveien 4, 9998 FJORDVIK 9998-12\/34/);
		assert.equal(value(v, 'sok-eiendom.1.finn'), 'Bryggeveien 4');
		await press(v, {}, buttons(v)[0]);
		assert.match(v.page.url, /\/eiendommen#?/);
		assert.equal(value(v, 'eiendom.1.gardsnummer'), '12');
		assert.equal(value(v, 'eiendom.1.sted'), 'Bryggeveien 4');
		assert.match(text(v), /Dette og de neste svarene er hentet fra eiendomsregisteret [0-9]+\. [a-z]+ 20/);
		assert.match(stored(v), /from="register:properties"/);
		assert.match(stored(v), /<finn [^>]*>known 9998-12\/34\/0\/0</);
		await press(v, { 'eiendom.1.sted': 'Bryggeveien 4 B' }, 'oppdater');
		assert.match(text(v), /og endret siden/);
	});

	test('by number finds the property and what is below it', async () => {
		const v = await begin();
		for (const [words, n] of [['12/41', 3], ['9998-12/41/0/2', 1], ['gnr. 15, bnr. 2', 2], ['15/2/1', 1]]) {
			await search(v, words);
			assert.equal(buttons(v).length, n, words);
		}
		await press(v, {}, buttons(v)[0]);
		assert.equal(value(v, 'eiendom.1.festenummer'), '1');
	});

	test('stays in the municipality, where another has the same address', async () => {
		const v = await begin();
		await search(v, 'Bryggeveien');
		assert.equal(buttons(v).length, 5);
		assert.ok(!text(v).includes('9996'));
	});

	test('shows the first twenty of many, and says so', async () => {
		const v = await begin();
		await search(v, 'Lange gate');
		assert.equal(buttons(v).length, 20);
		assert.match(text(v), /Her er de 20 første treffene/);
	});

	test('that finds nothing says so, and what stands in the form is kept', async () => {
		const v = await begin();
		await press(v, { ...property('12', '34'), 'sok-eiendom.1.finn': 'Ingenstedsveien <1>' }, 'sok:eiendom.1.finn');
		assert.match(text(v), /Ingen treff på «Ingenstedsveien &lt;1&gt;»/);
		assert.equal(value(v, 'eiendom.1.bruksnummer'), '34');
		assert.ok(!stored(v).includes('Ingensteds'), 'words are not kept');
	});

	test('is what the Enter key does: words that nobody searched for are searched for before the page is left', async () => {
		const v = await begin();
		await press(v, { 'sok-eiendom.1.finn': 'Bryggeveien 4' }, 'neste');
		assert.equal(buttons(v).length, 1);
		await press(v, {}, 'neste');
		assert.equal(v.page.status, 422, 'the same words again are no new search');
	});

	test('in one row of several fills that row alone', async () => {
		const v = await begin();
		await press(v, property('12', '33'), 'legg-til:eiendom');
		await search(v, 'Bryggeveien 6', 'eiendom.2.finn');
		await press(v, {}, buttons(v)[0]);
		assert.equal(value(v, 'eiendom.2.bruksnummer'), '35');
		assert.equal(value(v, 'eiendom.1.bruksnummer'), '33');
	});

	test('a hit that was never shown, or is no more, is not chosen', async () => {
		const v = await begin();
		await search(v, 'Bryggeveien 4');
		await press(v, {}, 'velg:eiendom.1.finn:0123456789abcdef');
		assert.match(text(v), /Treffene er endret siden du søkte/);
		assert.equal(value(v, 'eiendom.1.gardsnummer'), '');
		await press(v, {}, 'velg:finnes.1.ikke:0');
		assert.ok([200, 422].includes(v.page.status));
	});

	test('of addresses alone goes beyond the municipality', async () => {
		const v = await atNeighbours();
		await press(v, {});
		await search(v, 'Skogveien 1', 'adressen');
		await press(v, {}, buttons(v)[0]);
		assert.equal(value(v, 'brevadresse'), 'Skogveien 1');
		assert.equal(value(v, 'poststed'), 'SKOGHEIM');
		assert.match(text(v), /hentet fra adresseregisteret/);
	});
});

describe('a property typed by hand', () => {
	test('that there is none of is told of at the search, and stops the page', async () => {
		const v = await begin();
		await press(v, property('12', '99'));
		assert.equal(v.page.status, 422);
		assert.match(v.page.text, /href="#eiendom-1-finn">Vi finner ikke eiendommen i registeret/);
		assert.match(v.page.text, /id="eiendom-1-finn-feil"/);
		await press(v, property('12', '34'));
		assert.match(v.page.url, /\/naboene$/);
	});

	test('of another municipality is told of without asking anybody', async () => {
		await ask('forget', {});
		const v = await begin();
		await press(v, property('7', '11', '9997'));
		assert.equal(v.page.status, 422);
		assert.match(text(v), /Kommunenummeret er en annen kommunes/);
		assert.deepEqual((await ask('seen')).calls, {});
	});

	test('is known by all its numbers: a section that is not there is none', async () => {
		const v = await begin();
		await press(v, { ...property('12', '41'), 'eiendom.1.seksjonsnummer': '2' });
		assert.match(v.page.url, /\/naboene$/);
		const w = await begin();
		await press(w, { ...property('12', '41'), 'eiendom.1.seksjonsnummer': '3' });
		assert.equal(w.page.status, 422);
	});
});

describe('neighbours', () => {
	test('are fetched from the register, each with source, and one with a graded address by the property alone', async () => {
		const v = await atNeighbours();
		await press(v, {}, 'hent:hent');
		assert.match(text(v), /Hentet fra eiendomsregisteret: 4\. Se over listen/);
		assert.match(text(v), /Bjørn Sæther/);
		assert.match(text(v), /Brygga borettslag/);
		assert.match(text(v), /Eieren har skjermet adresse/);
		for (const secret of [v.page.text, stored(v)]) {
			assert.ok(!secret.includes('Vigdis'), 'no name');
			assert.ok(!/Bryggeveien 5/.test(secret), 'no address');
			for (const pid of ['10915596784', '10921148513', '14838530061', '310000019'])
				assert.ok(!secret.includes(pid), 'no number');
		}
		const refs = [...stored(v).matchAll(/<ref [^>]*>([^<]+)</g)].map(m => m[1]);
		assert.equal(new Set(refs).size, 4);
		assert.ok(!v.page.text.includes(refs[0]), 'what stands for a number is not shown either');
	});

	test('fetched again are the same, with what was corrected in them', async () => {
		const v = await atNeighbours();
		await press(v, {}, 'hent:hent');
		const before = stored(v).match(/<ref [^>]*>([^<]+)</g);
		await press(v, { 'nabo.1.adresse': 'Postboks 1' }, 'hent:hent');
		assert.equal(value(v, 'nabo.1.adresse'), 'Postboks 1');
		assert.equal(stored(v).match(/<nabo\b/g).length, 4);
		assert.deepEqual(stored(v).match(/<ref [^>]*>([^<]+)</g).map(r => r.replace(/.*>/, '')), before.map(r => r.replace(/.*>/, '')));
	});

	test('of a property that is another now are others', async () => {
		const v = await atNeighbours();
		await press(v, {}, 'hent:hent');
		await press(v, {}, 'forrige');
		await press(v, property('12', '41'));
		await press(v, {}, 'hent:hent');
		assert.match(text(v), /Registeret har ingen å hente|Hentet fra eiendomsregisteret: 1/);
		assert.ok(!text(v).includes('Bjørn Sæther'));
	});

	test('a ref is nobody’s to write, and the same neighbour has another one in another draft', async () => {
		const v = await atNeighbours(), w = await atNeighbours();
		await press(v, {}, 'hent:hent');
		await press(w, {}, 'hent:hent');
		const of = x => [...stored(x).matchAll(/<ref [^>]*>([^<]+)</g)].map(m => m[1]);
		assert.ok(of(v).every(r => !of(w).includes(r)));
		await press(v, { 'nabo.1.ref': of(w)[0], 'nabo.1.skjermet': 'true' }, 'oppdater');
		assert.deepEqual(of(v).includes(of(w)[0]), false);
		assert.equal(value(v, 'nabo.1.ref'), undefined);
	});
});

describe('a register that is', () => {
	for (const how of ['slow', 'nonsense', 'empty', 'cut', '503', 'hang-up-before', '404'])
		test(`${how}: the page says so within the time, and the form goes on by hand`, async () => {
			await allBehave(how);
			anew();
			const v = await begin(), at = Date.now();
			await search(v, 'Bryggeveien 4');
			assert.ok(Date.now() - at < 3500, `${Date.now() - at} ms`);
			assert.equal(v.page.status, 200);
			assert.match(text(v), how === '404' ? /Ingen treff/ : /Registeret svarer ikke akkurat nå/);
			await press(v, property('12', '99'));
			if (how === '404') {
				assert.equal(v.page.status, 422);
				return;
			}
			assert.match(v.page.url, /\/naboene$/);
			assert.match(stored(v), />away 9998-12\/99\/0\/0</);
			await v.go(`${v.draft}/eiendommen?feil=1`);
			assert.match(text(v), /Eiendomsregisteret svarer ikke nå/);
		});

	test('at rest is left alone after three failures, and asked again when it has rested', async () => {
		await behave('eiendom', '503');
		anew();
		const v = await begin();
		for (const bnr of ['90', '91', '92', '93', '94'])
			await press(v, property('12', bnr), 'oppdater');
		assert.equal((await ask('seen')).calls['eiendom eiendommer'] >= 3, true);
		await ask('forget', {});
		await ask('well', {});
		await press(v, property('12', '34'), 'oppdater');
		assert.equal((await ask('seen')).calls['eiendom eiendommer'], undefined, 'it rests');
		assert.match(stored(v), />away 9998-12\/34/);
		await new Promise(done => setTimeout(done, 2200));
		await press(v, {}, 'oppdater');
		assert.match(stored(v), />known 9998-12\/34/);
	});

	test('away at one of its two addresses is asked at the other', async () => {
		await behave('kartverket', '503');
		anew();
		const v = await begin();
		await search(v, 'Bryggeveien 4');
		assert.equal(buttons(v).length, 1);
	});

	test('gone with its program: the same', async () => {
		stop('lookup');
		const v = await begin();
		await search(v, 'Bryggeveien 4');
		assert.match(text(v), /Registeret svarer ikke akkurat nå/);
		await press(v, property('12', '34'));
		assert.match(v.page.url, /\/naboene$/);
		await press(v, {}, 'oppdater');
		start('lookup');
	});
});

describe('the program', () => {
	test('answers what was just asked from memory', async () => {
		await ask('forget', {});
		anew();
		const v = await begin();
		await search(v, 'Nesveien');
		const once = (await ask('seen')).calls['kartverket sok'];
		await search(v, 'Nesveien');
		await press(v, {}, buttons(v)[0]);
		assert.equal((await ask('seen')).calls['kartverket sok'], once);
	});

	test('was refused by no register, and says nothing of what was looked for', async () => {
		assert.deepEqual((await ask('seen')).wrong, []);
		for (const secret of ['Bryggeveien', 'Sæther', '10915596784', '12/34'])
			assert.ok(!logs().includes(secret), secret);
	});
});
