/* A certificate of completion: asked for from the case of the permission, given for a time at the desk, and what both sides see. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base } from '../harness/stack.mjs';
import { permit } from '../http/permit.mjs';
import { choose, closeBrowser, visitor } from './helper.mjs';

const main = async v => (await v.page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ');
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });

before(() => new Visitor(base).login('kari', '/mine-saker'));		// she is known to us
after(closeBrowser);

async function asks(v, ref) {
	await v.go(`/mine-saker/${ref}`);
	await v.choose(/Kari Nordmann/);
	await v.click('button', 'Be om ferdigattest');
	assert.match(await main(v), new RegExp(`Svarene er hentet fra sak ${ref}[\\s\\S]*Er alt som står i tillatelsen, ferdig`));
	await choose(v, /Er alt som står i tillatelsen, ferdig/, 'Nei');
	await v.click('button', 'Neste');		// what more is asked comes then, without JavaScript
	await v.page.getByLabel('Hva gjenstår?').fill('Maling utvendig');
	await v.page.getByLabel('Når skal resten være ferdig?').fill(day(90));
	await choose(v, /Er det trygt å ta det i bruk/, 'Ja');
	await v.click('button', 'Neste');
	await v.page.getByLabel('Hva har du gjort for at det er trygt?').fill('Trappen er stengt.');
	await v.click('button', 'Neste');
	await choose(v, /Står det slik situasjonsplanen viser/, 'Ja');
	await choose(v, /Er noe annet bygd på en annen måte/, 'Nei');
	await v.click('button', 'Neste');
	await v.page.getByLabel('E-postadresse').fill('kari@example.no');
	await v.page.getByLabel('Telefonnummer').fill('400 00 001');
	await v.click('button', 'Neste');
	await v.page.getByLabel(/Det er bygd etter tillatelsen/).check();
	await v.page.getByLabel(/Opplysningene er riktige/).check();
	await v.click('button', /Neste|Se over/);
	await v.click('button', /^Send/);
	await v.go(`/mine-saker/${ref}`);
	assert.match(await main(v), new RegExp(`Deler av saken[\\s\\S]*Anmodning om ferdigattest[\\s\\S]*${ref}-2`));
	await v.click('link', 'Anmodning om ferdigattest');
	assert.match(await main(v), /Tid til du får svar/);
}

async function decides(ref, how) {
	const v = await visitor(how);
	await v.go(`/saksbehandling/sak/${ref}-2`);
	await v.choose('Tore Nes');
	assert.match(await main(v), /Deler av saken[\s\S]*Søknad om tiltak uten ansvarsrett/);
	await v.click('button', 'Ta saken');
	await v.click('link', 'Sjekkliste');
	for (const point of await v.page.getByLabel('I orden', { exact: true }).all())
		await point.check();
	await v.click('button', 'Lagre');
	await v.go(`/saksbehandling/sak/${ref}-2/vedtak`);
	await v.page.getByLabel('Midlertidig brukstillatelse').check();
	await v.page.getByLabel(/Det gjenstår bare mindre vesentlig arbeid/).check();
	await v.click('button', 'Se brevet');
	assert.match(await main(v), /Skriv hva som gjenstår[\s\S]*Skriv dagen det må være gjort/);
	await v.page.getByLabel('Hva gjenstår?').fill('Maling utvendig');
	await v.page.getByLabel('Når må det være gjort?').fill(day(90));
	await v.click('button', 'Se brevet');
	assert.match(await main(v), /Dette gjenstår[\s\S]*Maling utvendig[\s\S]*Det må være gjort senest/);
	await v.click('button', /^Send/);
	assert.match(await main(v), /Vedtaket er sendt/);
	await v.close();
}

async function way(how) {
	const ref = permit(), v = await visitor(how);
	await asks(v, ref);
	await decides(ref, how);
	await v.go(`/mine-saker/${ref}`);
	assert.match(await main(v), /Be om ferdigattest før[\s\S]*Du har fått midlertidig brukstillatelse/);
	await v.close();
}

describe('what follows a permission', () => {
	test('on a screen', () => way({}));
	test('on a telephone, without JavaScript', () => way({ js: false, width: 360, height: 740 }));
});
