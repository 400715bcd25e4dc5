/* Everything a form may hold, as a person without JavaScript meets it: the service «alt» of tests/fixtures. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, sql, until } from '../harness/stack.mjs';
import { main, pageForm, press } from './apply.mjs';

const stored = v => sql(`SELECT answers::text FROM draft WHERE id = '${v.id}'`)[0][0];
const value = (v, name) => pageForm(v).fields.find(([k]) => k === name)?.[1];
const names = v => pageForm(v).fields.map(([k]) => k);
/* Short where a page would be long to read. */
const has = (v, what) => assert.ok(what.test(v.page.text), `${v.page.url} does not say ${what}`);
const hasNot = (v, what) => assert.ok(!what.test(main(v.page.text)), `${v.page.url} says ${what}`);
const errors = v => [...v.page.text.matchAll(/<a class="ds-link" href="(#[^"]*)">([^<]*)/g)].map(m => [m[1], m[2]]);

/* The values that radios of a question offer. */
const offered = (v, name) => [...v.page.text.matchAll(/<input class="ds-input" type="radio"[^>]*>/g)].map(m => m[0])
	.filter(t => t.includes(` name="${name}"`)).map(t => / value="([^"]*)"/.exec(t)[1]);

async function begin(person = 'kari') {
	const v = new Visitor(base);
	await v.login(person, '/tjenester/alt');
	sql("DELETE FROM draft WHERE service = 'alt'");
	await v.post(`${base}/soknad/alt`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	v.id = v.draft.replace(/.*\//, '');
	return v;
}

const typer = { tekst: 'Kari', dag: '17.08.2026', epost: 'kari@example.no', telefon: '400 00 001', kroner: '1200,50' };
const valgene = { valg: 'ja', lang_valg: 'oslo', flere: 'rod', bekreft: 'true' };

describe('an answer that a register gives', () => {
	test('is there, says where it is from and when, and is kept with that', async () => {
		const v = await begin();
		const name = sql("SELECT name FROM person WHERE pid = (SELECT pid FROM person p JOIN draft d ON d.person_id = p.id WHERE d.id = '" + v.id + "')")[0][0];
		assert.equal(value(v, 'tekst'), name);
		has(v, /id="tekst-kilde"[^>]*>\s*Hentet fra Folkeregisteret \d+\. [a-z]+ \d{4}\.\s*</);
		has(v, /aria-describedby="tekst-hjelp tekst-kilde"/);
		await press(v, { tekst: 'Kari den yngre' }, 'lagre');
		assert.match(stored(v), /<tekst from="register:person\/name" at="\d{4}-\d\d-\d\dT[\d:]+Z" changed="1">Kari den yngre</);
		await v.go(`${v.draft}/typer`);
		has(v, /Hentet fra Folkeregisteret [^<]*, og endret siden\./);
	});

	test('cannot be changed when it is locked', async () => {
		const v = await begin();
		assert.ok(!names(v).includes('fast'));
		await press(v, { fast: 'En annen' }, 'lagre');
		assert.doesNotMatch(stored(v), /En annen/);
		assert.match(stored(v), /<fast from="register:person\/name" at="[^"]*">/);
	});
});

describe('a search in a long list', () => {
	async function searching() {
		const v = await begin();
		await press(v, typer);
		assert.match(v.page.url, /\/valgene$/);
		return v;
	}

	test('offers nothing before it is asked, and says how many there are', async () => {
		const v = await searching();
		assert.deepEqual(offered(v, 'lang_valg'), []);
		has(v, /Det er 9 å velge mellom\./);
		has(v, /Det er 40 å velge mellom\./);
	});

	test('finds by any part, small or large, and by what a keyboard has; the words stay in the box and are kept nowhere', async () => {
		const v = await searching();
		await press(v, { 'sok-lang_valg': 'TROM' }, 'sok:lang_valg');
		assert.equal(v.page.status, 200);
		assert.deepEqual(offered(v, 'lang_valg'), ['tromso']);
		assert.equal(value(v, 'sok-lang_valg'), 'TROM');
		has(v, /id="treff"[^>]*>Treff: 1</);
		assert.doesNotMatch(stored(v), /TROM/);
		await v.go(`${v.draft}/valgene`);
		assert.deepEqual(offered(v, 'lang_valg'), []);
		assert.doesNotMatch(logs(), /TROM/);
	});

	test('keeps the one chosen on the page, whatever is searched for', async () => {
		const v = await searching();
		await press(v, { 'sok-lang_valg': 'o' }, 'sok:lang_valg');
		await press(v, { lang_valg: 'bergen', 'sok-lang_valg': 'hamar' }, 'sok:lang_valg');
		assert.deepEqual(offered(v, 'lang_valg'), ['bergen', 'hamar']);
		assert.match(stored(v), /<lang_valg>bergen</);
		assert.equal(value(v, 'lang_valg'), 'bergen');
	});

	test('that finds nothing says so in plain words', async () => {
		const v = await searching();
		await press(v, { 'sok-lang_valg': 'xyz <b>' }, 'sok:lang_valg');
		has(v, /Ingen treff på «xyz &lt;b&gt;»\. Prøv færre bokstaver/);
		has(v, /id="treff"[^>]*>Ingen treff</);
	});

	test('of a register shows its columns, at most twenty at once', async () => {
		const v = await searching();
		await press(v, { 'sok-barnehage': 'fjordvik' }, 'sok:barnehage');
		assert.equal(offered(v, 'barnehage').length, 20);
		has(v, /Treff: 40\. Her er de 20 første\./);
		await press(v, { 'sok-barnehage': 'strandgata sjø' }, 'sok:barnehage');
		has(v, /Sjøstjerna barnehage <span class="sk-quiet">Strandgata 14, 9998 Fjordvik<\/span>/);
		assert.deepEqual(offered(v, 'barnehage').length, 1);
	});

	test('a value that is not among the options is refused, and an error leads to the box', async () => {
		const v = await searching();
		await press(v, { ...valgene, lang_valg: 'atlantis' });
		assert.equal(v.page.status, 422);
		assert.deepEqual(errors(v).map(e => e[0]), ['#lang_valg']);
		has(v, /<input class="ds-input" type="search"[^>]* id="lang_valg"/);
	});

	test('what was searched for is not kept when the session has run out', async () => {
		const v = await searching();
		const page = v.page.url;
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE person_id = (SELECT person_id FROM draft WHERE id = '${v.id}')`);
		await press(v, { 'sok-lang_valg': 'hemmelig leting', radio: 'oslo' }, 'neste');
		const kept = sql(`SELECT fields FROM parked_post WHERE draft_id = '${v.id}'`);
		assert.equal(kept.length, 1, page);
		assert.match(kept[0][0], /radio=oslo/);
		assert.doesNotMatch(kept[0][0], /leting/);
	});
});

/* ---- rows in rows ---- */

async function rows() {
	const v = await begin();
	await press(v, typer);
	await press(v, valgene);
	assert.match(v.page.url, /\/rader$/);
	return v;
}

describe('rows within rows', () => {
	test('are added, filled, moved and removed by their own buttons', async () => {
		const v = await rows();
		await press(v, { 'barn.1.navn': 'Ola' }, 'oppdater');
		assert.ok(names(v).includes('barn.1.adresse.1.gate'));
		await press(v, { 'barn.1.adresse.1.gate': 'Storgata 1' }, 'legg-til:barn.1.adresse');
		assert.match(v.page.url, /#barn-1-adresse-rad-2$/);
		has(v, /id="barn-1-adresse-rad-2"/);
		await press(v, { 'barn.1.adresse.2.gate': 'Lillegata 2', 'barn.1.adresse.2.bruk': 'bla' }, 'opp:barn.1.adresse:2');
		assert.equal(value(v, 'barn.1.adresse.1.gate'), 'Lillegata 2');
		assert.equal(value(v, 'barn.1.adresse.1.bruk'), 'bla');
		await press(v, {}, 'legg-til:barn');
		await press(v, { 'barn.2.navn': 'Emma' }, 'oppdater');
		await press(v, { 'barn.2.adresse.1.gate': 'Vestgata 3' }, 'opp:barn:2');
		assert.equal(value(v, 'barn.1.adresse.1.gate'), 'Vestgata 3');
		assert.equal(value(v, 'barn.2.adresse.2.gate'), 'Storgata 1');
		await press(v, {}, 'fjern:barn.2.adresse:2');
		assert.match(v.page.url, /#barn-2-adresse$/);
		assert.ok(!names(v).includes('barn.2.adresse.2.gate'));
		assert.match(stored(v), /<barn><navn>Emma<\/navn><adresse><gate>Vestgata 3<\/gate>/);
	});

	test('are judged each in its own: min, max, unique, a rule of the repeat', async () => {
		const v = await rows();
		await press(v, { 'barn.1.navn': 'Kari' }, 'oppdater');
		for (const [i, street] of ['Storgata', 'Storgata', 'Nygata'].entries()) {
			if (i > 0)
				await press(v, {}, 'legg-til:barn.1.adresse');
			await press(v, { [`barn.1.adresse.${i + 1}.gate`]: street }, 'oppdater');
		}
		hasNot(v, /value="legg-til:barn\.1\.adresse"/);
		await press(v, {}, 'legg-til:barn.1.adresse');		/* a button that is not there does nothing */
		assert.ok(!names(v).includes('barn.1.adresse.4.gate'));
		await press(v, {}, 'legg-til:barn');
		await press(v, { 'barn.2.navn': 'Kari' });
		assert.equal(v.page.status, 422);
		assert.deepEqual(errors(v).map(e => e[0]), ['#barn-1-adresse', '#barn-1-adresse-2-gate', '#barn-2-adresse-1-gate', '#barn-2-navn']);
		has(v, /To barn har samme navn\./);
		has(v, /Kari kan ha høyst to adresser\./);
	});

	test('a thousand are taken in one post and shown again', async () => {
		const v = await rows();
		const all = {};
		sql(`UPDATE draft SET answers = xmlparse(content '<alt>' || (SELECT string_agg('<barn><navn>Barn ' || i || '</navn><adresse/></barn>', '')
			FROM generate_series(1, 1000) i) || '</alt>') WHERE id = '${v.id}'`);
		await v.go(`${v.draft}/rader`);
		assert.equal(names(v).filter(k => /^barn\.\d+\.navn$/.test(k)).length, 1000);
		for (let i = 1; i <= 1000; i++)
			Object.assign(all, { [`barn.${i}.navn`]: `Nytt navn ${i}`, [`barn.${i}.adresse.1.gate`]: `Gate ${i}` });
		const began = Date.now();
		await press(v, all, 'lagre');
		assert.equal(v.page.status, 200);
		assert.match(stored(v), /<navn>Nytt navn 1000<\/navn><adresse><gate>Gate 1000</);
		assert.ok(Date.now() - began < 5000, `${Date.now() - began} ms`);
		await v.go(`${v.draft}/rader`);
		await press(v, {}, 'legg-til:barn');
		assert.ok(!names(v).includes('barn.1001.navn'));
		hasNot(v, /value="legg-til:barn"/);
	});
});

/* ---- the whole way ---- */

const HOUSE = '59.67, 10.6304\n59.6701, 10.6304\n59,6701 10,6306\n59.67, 10.6306\n59.67, 10.6304';		/* on 12/34 in Fjordvik */

describe('a question that is answered on a map', () => {
	async function onTheMap() {
		const v = await begin();
		await v.go(`${v.draft}/kartet`);
		return v;
	}

	test('takes coordinates as people write them, and shows what they are', async () => {
		const v = await onTheMap();
		hasNot(v, /sk-map-drawn/);
		await press(v, { flate: HOUSE }, 'oppdater');
		assert.equal(value(v, 'flate'), '59.67, 10.6304\n59.6701, 10.6304\n59.6701, 10.6306\n59.67, 10.6306');
		has(v, /<path class="sk-map-drawn" d="M[\d. ML]+Z"/);
		has(v, /aria-label="Kart over «Hvor skal garasjen stå\?», med nord opp\. Det som er tegnet inn, dekker 125,6\u00a0m²\."/);
		has(v, /125,6\u00a0m²/);
		assert.match(stored(v), /<flate>59\.67,10\.6304 59\.6701,10\.6304 59\.6701,10\.6306 59\.67,10\.6306<\/flate>/);
	});

	test('tells of a drawing that crosses itself, and of what is no coordinates, and keeps what was typed', async () => {
		const v = await onTheMap();
		await press(v, { flate: '59.67, 10.6304\n59.6701, 10.6306\n59.6701, 10.6304\n59.67, 10.6306', punkt: 'borte ved veien' });
		assert.equal(v.page.status, 422);
		assert.deepEqual(errors(v).map(e => e[0]), ['#flate', '#punkt']);
		has(v, /To av linjene krysser hverandre\./);
		has(v, /Skriv ett punkt i «Hvor kjører du inn\?»: breddegrad og lengdegrad/);
		assert.equal(value(v, 'punkt'), 'borte ved veien');
	});

	test('tells of a drawing in another municipality, and measures against the map of this one', async () => {
		const v = await onTheMap();
		await press(v, { flate: '60.19, 11.07\n60.1901, 11.07\n60.1901, 11.0702' });
		assert.equal(v.page.status, 422);
		has(v, /Tegningen ligger utenfor kommunen\./);
		await press(v, { flate: HOUSE }, 'oppdater');
		assert.equal(v.page.status, 200);
		has(v, /id="grense"[\s\S]*?<p>8,5\u00a0m<\/p>/);
		for (const what of ['class="sk-map-property"', 'class="sk-map-building"', 'class="sk-map-road"', '>12/34</text>'])
			has(v, new RegExp(what));
	});

	test('is drawn on the map of the municipality, which anybody may fetch and whose own it is', async () => {
		const map = await fetch(`${base}/kart`);
		assert.equal(map.status, 200);
		assert.match(map.headers.get('content-type'), /^text\/plain/);
		assert.equal(map.headers.get('cache-control'), 'public, max-age=600');
		assert.match(await map.text(), /^municipality\tFjordvik\t1\t59\.651,10\.581 /);
	});

	test('is asked for on the printed form too', async () => {
		const v = new Visitor(base);
		await v.go('/tjenester/alt/skjema');
		has(v, /Hvor skal garasjen stå\?[\s\S]*?Tegn det inn på et kart, og legg kartet ved\./);
	});

	test('has a word after a number, and the letter of an attachment beside its question', async () => {
		const v = await onTheMap();
		has(v, /name="hoyde"[^>]*>\s*<span>m<\/span>/);
		has(v, /Tegninger av garasjen\s+<span class="ds-tag" data-color="neutral">Vedlegg E<\/span>/);
		has(v, /Høyst 20 filer, 50\u00a0MB hver\./);
	});
});

describe('everything together', () => {
	test('rules over the form, levels, sections that come and go, outputs, tables', async () => {
		const v = await rows();
		await press(v, { 'barn.1.navn': 'Ola' }, 'oppdater');
		await press(v, { 'barn.1.adresse.1.gate': 'Storgata 1' });
		assert.match(v.page.url, /\/regler$/);
		hasNot(v, /Bare for Kari/);
		assert.ok(!names(v).includes('arvet'));
		has(v, /2\s401\skr/);
		has(v, /id="sats"[\s\S]*?<p>200<\/p>/);
		has(v, /Du er ikke voksen, eller vi vet det ikke\./);
		await v.go(`${v.draft}/typer`);
		await press(v, { pid: '13097248022', desimal: '5000' }, 'lagre');
		await v.go(`${v.draft}/regler`);
		has(v, /Du er voksen\./);
		await press(v, {});
		assert.equal(v.page.status, 422);
		has(v, /Kronene er færre enn desimaltallet\./);
	});

	test('is checked, sent, read at the desk and put in the receipt', async () => {
		const v = await rows();
		await press(v, { 'barn.1.navn': 'Kari' }, 'oppdater');
		await press(v, { 'barn.1.adresse.1.gate': 'Storgata 1', 'barn.1.adresse.1.bruk': 'gron' });
		has(v, /Bare for Kari/);
		await press(v, { hemmelig: 'Ja, den' });
		assert.match(v.page.url, /\/kartet$/);
		await press(v, { flate: HOUSE, punkt: '59.67, 10.6303', hoyde: '3,5' });
		assert.match(v.page.url, /\/oppsummering$/);
		for (const said of ['3,5\u00a0m<', '125,6\u00a0m²<', 'class="sk-map-drawn"', 'Vedlegg E', '59.67, 10.6304; 59.6701, 10.6304'])
			has(v, new RegExp(said));
		for (const said of ['Storgata 1', 'Grønn', 'Guovdageaidnu|Oslo', '1 av 1', 'Hei, Kari'])
			has(v, new RegExp(said));
		await v.post(`${v.draft}/send`, { csrf: v.csrf });
		const ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)?.[1];
		assert.ok(ref, v.page.url);
		const desk = new Visitor(base);
		await desk.loginStaff('ansatt-9998-1', `/saksbehandling/sak/${ref}`);
		for (const said of [/Storgata 1/, /Grønn/, /1 av 1/, /Hentet fra Folkeregisteret[^<]*, og endret siden/])
			has(desk, said);
		const letter = await until('the receipt', () => sql(`SELECT replace(convert_from(d.content, 'UTF8'), E'\\n', ' ') FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}'`)[0]?.[0]);
		assert.match(letter, /Du valgte Ja og Oslo\. Summen er 2.401.kr, satsen\s+200\./);
		assert.match(letter, /Du svarte ja\./);
		assert.match(letter, /Rødt er med\./);
		assert.match(letter, /Grønt er ikke med\./);
		assert.match(letter, /Hemmelig: Ja, den/);
		assert.match(letter, /Barn 1, Adresse 1: Gate/);
		assert.match(letter, /<alt>Kart over «Hvor skal garasjen stå\?», med nord opp\. Det som er tegnet inn, dekker 125,6.m²\.<\/alt>/);
		assert.match(letter, /<points>59\.67, 10\.6304; 59\.6701, 10\.6304;/);
		assert.match(letter, /<stroke layer="drawn" d="M[\d. ML]+Z"\/>/);
		has(desk, /class="sk-map-drawn"/);
	});
});
