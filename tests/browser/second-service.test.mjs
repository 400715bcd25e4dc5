/* A service that is XML and nothing else, the whole way in a real browser: from a life event, through a form that
   works out prices from a dated table, to a decision without places. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { sql, until } from '../harness/stack.mjs';
import { pdf } from '../http/files.mjs';
import { answer, choose, closeBrowser, visitor } from './helper.mjs';

const today = new Date();
const from = new Date(Date.UTC(today.getFullYear(), today.getMonth() + 2, 1));
const typed = from.toISOString().slice(0, 10).split('-').reverse().join('.');
const shown = from.toLocaleDateString('nb-NO', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const end = from.getUTCFullYear() + (from.getUTCMonth() >= 7 ? 1 : 0);

/* 165 000 a year: 6 % shared by 11 months is 900 kroner.  Noah is the first; Emma has 30 % off.  From August of the year
   they are two, 20 of 45 hours are free. */
const core = born => from >= Date.UTC(born + 2, 7, 1) ? 25 / 45 : 1;
const prices = [Math.round(900 * core(2024)), Math.round(900 * 0.7 * core(2025))];
const kr = n => `${String(n).replace(/\B(?=(\d{3})+$)/g, ' ')} kr`;
const sum = kr(prices[0] + prices[1]);
const letterCount = ref => Number(sql(`SELECT count(*) FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}'`)[0][0]);
const main = v => v.page.locator('main').innerText();

after(closeBrowser);

async function child(v, row, { name, born, kindergarten }) {
	await v.page.locator(`[name="barn.${row}.navn"]`).fill(name);
	await v.page.locator(`[name="barn.${row}.fodt"]`).fill(born);
	await v.page.locator(`select[name="barn.${row}.barnehage"]`).selectOption({ index: kindergarten });
	await v.settle();
}

/* What depends on an answer comes at once with JavaScript, and when asked for without. */
async function depends(v) {
	if (!v.js)
		await v.click('button', 'Oppdater spørsmålene');
}

async function household(v) {
	await choose(v, /Bor du sammen med/, 'Ja, med samboer');
	await choose(v, /samme adresse som deg/, 'Ja');
	await answer(v, { 'Fra hvilken dag': typed });
	await v.settle();
	await depends(v);
	await choose(v, /Har dere felles barn/, 'Ja');
	await depends(v);
	await answer(v, { 'Hva heter den du bor sammen med?': 'Ola Nordmann' });
	await v.settle();
	await v.click('button', 'Neste');
}

async function income(v) {
	await choose(v, 'Hvordan er inntekten nå?', 'Varig endret siden da');
	await depends(v);
	await answer(v, { 'Hva har endret seg': 'Ola ble uten jobb 1. mars.' });
	await v.page.locator('[name="personinntekt"]').fill('150 000');
	await v.page.locator('[name="partner_personinntekt"]').fill('14000,50');
	await v.page.locator('[name="partner_kapitalinntekt"]').fill('999,50');
	await v.settle();
	await v.page.locator('input[type=file][name="skattemelding"]').setInputFiles({ name: 'skattemelding.pdf', buffer: pdf(), mimeType: 'application/pdf' });
	if (v.js)
		await v.page.locator('.sk-files li').waitFor();
	else
		await v.click('button', 'Last opp');
	await v.judge();
	assert.doesNotMatch(await main(v), /trolig ikke redusert betaling|ikke lagt ved dokumentasjon/);
	await v.click('button', 'Neste');
}

async function children(v) {
	await child(v, 1, { name: 'Noah Nordmann', born: '27.06.2024', kindergarten: 2 });
	await v.click(v.page.locator('button[value="legg-til:barn"]'));
	await child(v, 2, { name: 'Emma Nordmann', born: '14.03.2025', kindergarten: 3 });
	await v.click('button', 'Neste');
}

async function estimate(v) {
	const words = (await main(v)).replace(/\s+/g, ' ');
	for (const said of ['165 000 kr', '900 kr', sum, `31. juli ${end}`])
		assert.ok(words.includes(said), `${said}: ${words}`);
	await v.click('button', 'Neste');
}

async function apply(v) {
	await v.go('/');
	await v.click('link', 'Miste og finne jobb');
	await v.click('link', 'Gå til tjenesten for å Søk om lavere pris i barnehagen');
	await v.page.getByRole('link', { name: 'Logg inn' }).first().click();
	await v.choose(/Kari Nordmann/);
	await v.click('button', await v.page.getByRole('button', { name: 'Start en ny søknad' }).count() ? 'Start en ny søknad' : 'Start søknaden');
	await household(v);
	await income(v);
	await children(v);
	await estimate(v);
	await answer(v, { 'E-postadresse': 'kari@example.no', 'Telefonnummer': '40000001' });
	await v.click('button', 'Neste');
	await answer(v, { 'Den jeg bor sammen med, vet': true, 'Opplysningene er riktige': true });
	await v.settle();
	await v.click('button', 'Neste');
	assert.match(v.page.url(), /oppsummering$/);
	await v.click('button', 'Send søknaden');
	assert.match(v.page.url(), /kvittering$/);
	return /mine-saker\/([^/]+)\//.exec(v.page.url())[1];
}

async function decide(v, ref) {
	await v.go('/saksbehandling');
	await v.choose(/Sunniva Berg/);
	await v.click('link', /^Ledige/, { exact: false });
	await v.click('link', ref);
	assert.ok((await main(v)).replace(/\s+/g, ' ').includes(sum));
	assert.match(await main(v), /skattemelding\.pdf/);
	await v.click('button', 'Ta saken');
	await v.click('link', 'Skriv vedtak');
	assert.equal(await v.page.locator('#plass').count(), 0);
	await v.click('button', 'Se brevet');		/* nothing chosen */
	assert.match(await v.page.title(), /^Feil: /);
	await v.page.getByRole('radio', { name: 'Innvilget' }).check();
	assert.equal(await v.page.getByLabel('Vedtaket gjelder fra').inputValue(), typed);
	await v.page.getByLabel(/Prisen blir derfor satt ned til seks prosent/).check();
	await v.page.getByLabel(/under grensen for gratis kjernetid/).check();
	await v.page.getByLabel(/Utdypende begrunnelse/).fill(`Dere betaler ${kr(prices[0])} i måneden for Noah og ${kr(prices[1])} for Emma.`);
	await v.click('button', 'Se brevet');
	await v.click('button', 'Send til godkjenning');
	assert.match(await main(v), /Forslaget er sendt til godkjenning/);
}

/* The flow asks for four eyes before a lower price is given. */
async function approve(v, ref) {
	await v.go('/saksbehandling');
	await v.choose(/Petter Lie/);
	await v.menu('Til godkjenning');
	await v.click('link', ref);
	assert.match(await main(v), /Foreslått av Sunniva Berg/);
	await v.click('button', 'Godkjenn og send');
	assert.match(await main(v), /Vedtaket er sendt til søkeren/);
}

for (const js of [true, false])
	describe(`the second service ${js ? 'with' : 'without'} JavaScript`, () => {
		let ref;

		test('a citizen sees the price and applies, on a telephone; the receipt says the same', async () => {
			const v = await visitor({ js, width: 360, height: 740 });
			ref = await apply(v);
			assert.match(ref, /RFB/);
			await until('the receipt is in the mailbox', () => letterCount(ref) === 1, 40000);
			await v.go('/postkasse');
			await v.click('link', /Kvittering for søknad om redusert/, { exact: false });
			assert.ok((await main(v)).replace(/\s+/g, ' ').includes(`omtrent ${sum} i måneden`), 'the letter says what the form said');
			await v.close();
		});

		test('a caseworker decides without choosing a place, and another approves', async () => {
			assert.ok(ref, 'nothing was sent');
			const v = await visitor({ js });
			await decide(v, ref);
			await v.close();
			const two = await visitor({ js });
			await approve(two, ref);
			await two.close();
		});

		test('the citizen reads what the price is, for how long, and how to complain', async () => {
			assert.ok(ref, 'nothing was sent');
			await until('the decision is in the mailbox', () => letterCount(ref) === 2, 40000);
			const v = await visitor({ js, width: 360, height: 740 });
			await v.go('/mine-saker');
			await v.choose(/Kari Nordmann/);
			await v.click(v.page.locator(`a[href="/mine-saker/${ref}"]`));
			assert.match(await main(v), /Dere får redusert foreldrebetaling/);
			await v.click('link', 'Svar på søknad om redusert foreldrebetaling', { exact: false });
			const letter = (await main(v)).replace(/\s+/g, ' ');
			for (const said of [`fra ${shown} og ut barnehageåret`, 'oppga dere en inntekt på 165 000 kr', 'seks prosent av inntekten',
				`${kr(prices[0])} i måneden for Noah`, 'Du kan klage'])
				assert.ok(letter.includes(said), `${said}: ${letter}`);
			await v.close();
		});
	});
