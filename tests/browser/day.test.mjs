/* A whole day's work in a real browser: one case from the list of free ones to the answer of the complaint body, every page on the way judged. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { appliedPrice, caseRow, events, letters } from '../http/decide.mjs';
import { answer, closeBrowser, visitor } from './helper.mjs';

const main = v => v.page.locator('main').innerText();
const says = async (v, what) => assert.match(await main(v), what);
const day = new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });

after(closeBrowser);

async function arrive(who, path, how) {
	const v = await visitor(how);
	await v.page.goto(path);
	await v.choose(who);
	return v;
}

/* A list may be longer than a page: the case's number leads right to it. */
async function find(c, list, ref) {
	await c.click(c.page.getByRole('navigation', { name: 'Lister' }).getByRole('link', { name: list }));
	await c.page.getByRole('searchbox').fill(ref);
	await c.click('button', 'Søk');
	assert.match(c.page.url(), new RegExp(`/sak/${ref}$`));
}

/* The case is found among the free ones, and taken. */
async function claim(c, ref) {
	await find(c, /^Ledige/, ref);
	await c.click('button', 'Ta saken');
	await says(c, /Du har tatt saken/);
	await c.menu('Arbeidsliste');
	await find(c, /^Mine/, ref);
}

async function ask(c) {
	await c.click('link', 'Be om opplysninger');
	await c.page.locator('input[name=felt][value="personinntekt"]').check();
	await c.page.locator('select[name="grunn.personinntekt"]').selectOption('stemmer-ikke');
	await answer(c, { 'Forklar med egne ord': 'Tallet er et annet enn i skattemeldingen.', 'Dager å svare på': '10' });
	await c.click('button', 'Se brevet');
	await says(c, /Tallet er et annet enn i skattemeldingen/);
	await c.click('button', 'Send brevet');
	await says(c, /Klokken står stille/);
}

async function reply(v, ref) {
	await v.go(`/mine-saker/${ref}`);
	await v.click('link', 'Svar på det vi mangler');
	await v.click('button', 'Svar nå');
	assert.doesNotMatch(await main(v), /ektefelle/, 'only what was asked for is open');
	await v.page.locator('[name="personinntekt"]').fill('310 000');
	await v.settle();
	await v.click('button', 'Neste');
	await v.click('button', 'Send svaret');
	await says(v, /Takk, svaret er sendt/);
}

async function propose(c, at) {
	await c.go(at);
	assert.doesNotMatch(await main(c), /Klokken står stille/);
	await c.click('link', 'Se svarene før og nå');
	await says(c, /300[\s\u00a0]000[\s\S]*310[\s\u00a0]000/);
	await c.click(c.page.locator('.sk-back'));
	await c.click('link', 'Skriv vedtak');
	await c.page.getByRole('radio', { name: 'Innvilget' }).check();
	await c.page.getByLabel(/satt ned til seks prosent/).check();
	await c.page.getByLabel(/si fra til oss hvis inntekten/).check();
	await c.page.getByLabel(/Utdypende begrunnelse/).fill('Prisen er 1 691 kroner i måneden.');
	await c.click('button', 'Se brevet');
	await says(c, /1 691 kroner[\s\S]*Vilkår[\s\S]*si fra til oss/);
	await c.click('button', 'Send til godkjenning');
	await says(c, /sendt til godkjenning/);
	await c.click('link', 'Se forslaget');
	assert.equal(await c.page.getByRole('button', { name: 'Godkjenn og send' }).count(), 0, 'nobody approves their own');
}

async function approve(c, ref) {
	await c.menu('Til godkjenning');
	await c.click('link', ref);
	await says(c, /Foreslått av Sunniva Berg[\s\S]*1 691 kroner/);
	await c.click('button', 'Godkjenn og send');
	await says(c, /Vedtaket er sendt til søkeren/);
}

async function complain(v, ref) {
	await v.go(`/mine-saker/${ref}`);
	await v.click('link', 'Klag på vedtaket');
	await v.page.getByLabel('Hva klager du på, og hvorfor?').fill('Søsken er ikke regnet med.');
	await v.page.getByLabel(/Hva vil du ha endret/).fill('Lavere pris.');
	await v.click('button', 'Send klagen');
	await says(v, /Klagen er sendt/);
}

/* The complaint goes on to the body, and what the body decided comes back. */
async function uphold(c, at) {
	await c.go(at);
	await c.click('link', 'Klage');
	await says(c, /Søsken er ikke regnet med/);
	await c.page.getByLabel('Hvorfor blir vedtaket stående?').fill('Det er bare ett barn i barnehage.');
	await c.click('button', 'Se brevene');
	await says(c, /Til klageinstansen[\s\S]*Til søkeren/);
	await c.click('button', 'Send klagen videre');
	await says(c, /Klagen er sendt til klageinstansen/);
	await c.click('link', 'Klage');
	await c.page.getByLabel('Vedtaket står').check();
	await c.page.getByLabel('Når ble den avgjort?').fill(day);
	await c.click('button', 'Se brevet til søkeren');
	await c.click('button', 'Registrer og send brevet');
	await says(c, /Avgjørelsen av klagen er registrert/);
	for (const tab of ['Dokumenter', 'Historikk'])
		await c.click('link', tab);
	await says(c, /Sunniva Berg[\s\S]*Randi Holm|Randi Holm[\s\S]*Sunniva Berg/);
}

for (const how of [{ js: true, width: 1280 }, { js: false, width: 360 }])
	describe(`a day's work, JavaScript ${how.js ? 'on' : 'off'}, ${how.width} wide`, () => {
		test('a case is taken, asked about, answered, decided by four eyes, complained of and upheld', async () => {
			const { ref } = await appliedPrice(), at = `/saksbehandling/sak/${ref}`;
			const sunniva = await arrive(/Sunniva Berg/, '/saksbehandling', how);
			await claim(sunniva, ref);
			await ask(sunniva);
			const kari = await arrive(/Kari Nordmann/, '/mine-saker', how);
			await reply(kari, ref);
			await propose(sunniva, at);
			const randi = await arrive(/Randi Holm/, '/saksbehandling', how);
			await approve(randi, ref);
			await complain(kari, ref);
			await uphold(sunniva, at);
			await kari.go(`/mine-saker/${ref}`);
			await says(kari, /Klagen er avgjort: vedtaket står/);
			await kari.click('link', /^Min postkasse/, { exact: false });
			assert.deepEqual(events(ref),
				['submit', 'assign', 'ask', 'answer', 'propose', 'grant', 'complain', 'uphold', 'appeal.stand']);
			assert.equal(caseRow(ref, 'state')[0], 'closed');
			assert.ok(letters(ref).some(([, to]) => to === 'complaint-body'), 'the body had its letter');
			for (const v of [sunniva, kari, randi])
				await v.close();
		});
	});
