/* A building permit in a real browser: the guide, the application it leads into, and the receipt.  With JavaScript to the
   end; without, the guide and the pages where it matters most. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { pdf } from '../http/files.mjs';
import { answer, choose, closeBrowser, visitor } from './helper.mjs';

const service = '/tjenester/tiltak-uten-ansvarsrett';
const main = async v => (await v.page.locator('main').innerText()).replace(/\s+/g, ' ');
async function fill(v, values) {
	for (const [name, value] of Object.entries(values)) {
		await v.page.locator(`[name="${name}"]`).fill(value);
		await v.page.locator(`[name="${name}"]`).blur();
		await v.settle();
	}
}
const tick = (v, name, value) => v.page.locator(`input[name="${name}"][value="${value}"]`).check();
const depends = async v => v.js ? v.settle() : v.click('button', 'Oppdater spørsmålene');
const next = v => v.click('button', 'Neste');
const file = async (v, name) => {
	await v.page.locator(`input[type=file][name="${name}"]`).setInputFiles({ name: `${name}.pdf`, buffer: pdf(), mimeType: 'application/pdf' });
	if (v.js)
		await v.page.locator('.sk-files li', { hasText: `${name}.pdf` }).waitFor();
};

after(closeBrowser);

async function guide(v) {
	await v.go('/');
	await v.click('link', 'Bygge på eiendommen');
	await v.click('link', /Finn ut om du må søke/);
	await v.click('link', 'Start veiviseren');
	await next(v);					/* nothing chosen */
	assert.match(await v.page.title(), /^Feil: /);
	await tick(v, 'tiltakstype', 'garasje');
	await depends(v);
	await tick(v, 'bebygd', 'ja');
	await tick(v, 'beboelse', 'nei');
	await v.settle();
	await next(v);
	await fill(v, { nytt_areal: '60', monehoyde: '4,5', gesimshoyde: '2,8' });
	await tick(v, 'flere_etasjer', 'nei');
	await v.settle();
	await next(v);
	await fill(v, { avstand_nabogrense: '4' });
	await tick(v, 'etter_planen', 'ja');
	await v.settle();
	await v.click('button', 'Se svaret');
	assert.match(await main(v), /Du må søke, og kan gjøre det selv.*større eller høyere enn det som er unntatt.*SAK10 § 4-1/);
}

async function begin(v, person) {
	await v.click('link', 'Logg inn');
	await v.choose(person);
	assert.match(await main(v), /Du må søke, og kan gjøre det selv/, 'the login leads back with the answers');
	await v.click('button', 'Start søknaden');
	assert.match(v.page.url(), /\/tiltaket$/);
	assert.ok(await v.page.locator('input[name="tiltakstype"][value="garasje"]').isChecked());
}

async function property(v) {
	await fill(v, { 'sok-eiendom.1.finn': 'Bryggeveien 4' });
	await v.click(v.page.locator('button[value="sok:eiendom.1.finn"]'));
	await v.click(v.page.locator('button[value^="velg:eiendom.1.finn"]').first());
	assert.equal(await v.page.locator('[name="eiendom.1.gardsnummer"]').inputValue(), '12');
	assert.equal(await v.page.locator('[name="eiendom.1.bruksnummer"]').inputValue(), '34');
	await fill(v, { tomteareal: '800' });
	await v.settle();
	await next(v);
}

async function size(v) {
	assert.equal(await v.page.locator('[name="nytt_areal"]').inputValue(), '60');
	await fill(v, { bruksareal: '52', bya_for: '120', parkering: '36' });
	await tick(v, 'grad', 'prosent');
	await depends(v);
	await fill(v, { tillatt_prosent: '20' });
	await v.settle();
	await depends(v);
	assert.match(await main(v), /27/);
	assert.match(await main(v), /Det blir bygd mer enn planen tillater/);
	await fill(v, { tillatt_prosent: '30' });
	await v.settle();
	await next(v);
}

async function rest(v) {
	await fill(v, { tegning: '59.67, 10.6304\n59.6701, 10.6304\n59.6701, 10.6306\n59.67, 10.6306' });
	await tick(v, 'ledninger', 'nei');
	await v.settle();
	await v.judge();
	await next(v);
	await tick(v, 'plantype', 'regulering');
	await depends(v);
	await fill(v, { plannavn: 'Bryggeveien' });
	await tick(v, 'dispensasjon', 'nei');
	await v.settle();
	await next(v);
	for (const [name, value] of Object.entries({ vei: 'kommunal', ny_avkjorsel: 'nei', vann: 'uendret', avlop: 'uendret', flom: 'nei', skred: 'nei' }))
		await tick(v, name, value);
	await fill(v, { overvann: 'Ut på plenen' });
	await v.settle();
	await next(v);
}

async function neighbours(v) {
	await v.click('button', 'Hent naboer');
	const said = await main(v), names = await v.page.locator('[name$=".eiendom_adresse"]').evaluateAll(all => all.map(i => i.value));
	assert.ok(names.includes('Bryggeveien 2'), names.join());
	assert.match(said, /Eieren har skjermet adresse/);
	assert.doesNotMatch(said, /Vigdis/);
	for (let n = names.length; n > 0; n--)			/* they have said in writing that they do not mind */
		await v.click(v.page.locator(`button[value="fjern:nabo:${n}"]`));
	await answer(v, { 'Ingen skal varsles.': true });
	await v.settle();
	await next(v);
}

describe('building permit', () => {
	test('from the guide to the receipt', async () => {
		const v = await visitor();
		await guide(v);
		await begin(v, /Kari Nordmann/);
		await answer(v, { 'Beskriv det du skal bygge': 'Dobbel garasje i tre med saltak.' });
		await v.settle();
		await next(v);
		await property(v);
		await size(v);
		await rest(v);
		await file(v, 'situasjonsplan');
		await file(v, 'tegninger');
		await v.judge();
		await next(v);
		await neighbours(v);
		await choose(v, 'Hvem er tiltakshaver?', 'Jeg');
		await fill(v, { faktura: 'Kari Nordmann, Bryggeveien 4' });
		await v.settle();
		await next(v);
		await answer(v, { 'Tiltakshaveren har ansvaret': true, 'Opplysningene er riktige': true });
		await v.settle();
		await next(v);
		assert.match(v.page.url(), /oppsummering$/);
		await v.click('button', 'Send søknaden');
		assert.match(v.page.url(), /kvittering$/);
		assert.match(await main(v), /BYG-\d{4}-\d{6}/);
		await v.close();
	});

	test('the guide and the first pages need no JavaScript, on a small screen', async () => {
		const v = await visitor({ js: false, width: 360 });
		await guide(v);
		await begin(v, /Ola Nordmann/);
		await answer(v, { 'Beskriv det du skal bygge': 'Garasje.' });
		await next(v);
		await property(v);
		await size(v);
		await v.close();
	});
});
