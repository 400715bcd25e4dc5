/* One fills in an application for another, who reads it, signs it and has the case; the other party sees it all. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { sql } from '../harness/stack.mjs';
import { closeBrowser, visitor } from './helper.mjs';

const main = v => v.page.locator('main').innerText();

after(closeBrowser);

async function as(who, options, to = '/mine-saker') {
	const v = await visitor(options);
	await v.page.goto(`/logginn?til=${to}`);
	await v.choose(who);
	return v;
}

async function way(options) {
	sql("DELETE FROM draft WHERE service = 'eier'");
	const kari = await as(/Kari Nordmann/, options, '/tjenester/eier');
	await kari.click('button', /søknad|Søk/);
	await kari.page.getByLabel('Hva søker du om?').fill('Et skur');
	await kari.click('button', 'Neste');
	await kari.page.getByLabel('Ja').check();
	await kari.click('button', 'Neste');		/* asks who the owner is */
	await kari.page.getByLabel('Hva heter eieren?').fill('Ola Nordmann');
	await kari.page.getByLabel('Fødselsnummeret til eieren').fill('22929198178');
	await kari.click('button', 'Neste');
	assert.match(await main(kari), /Må lese og signere før søknaden kan sendes/);
	await kari.click('button', 'Del søknaden og be om signatur');
	assert.match(await main(kari), /Venter på signatur/);
	const ola = await as(/Ola Nordmann/, options);
	assert.match(await main(ola), /Venter på at du signerer/);
	await ola.click('link', 'Søknad for en eier');
	await ola.page.getByLabel('Stemmer det ikke?').fill('');
	await ola.click('button', 'Send tilbake uten å signere');
	assert.match(await main(ola), /Skriv hva som må endres, så den andre kan rette det/);
	await ola.click('button', 'Signer søknaden');
	assert.match(await main(ola), /Du signerte .* Kari Nordmann kan sende søknaden nå/);
	await kari.go('/mine-saker');
	assert.match(await main(kari), /Signert, kan sendes/);
	await kari.click('link', /Fortsett/);
	await kari.go(`${kari.page.url().replace(/\/[^/]*$/, '')}/oppsummering`);
	await kari.click('button', 'Send søknaden');
	const [[ref]] = sql("SELECT ref FROM case_file WHERE service = 'eier' ORDER BY received_at DESC LIMIT 1");
	await ola.go(`/mine-saker/${ref}`);
	assert.match(await main(ola), /Parter i saken/);
	await ola.click('link', 'Avslutt representasjonen');
	await ola.click('button', 'Avslutt representasjonen');
	assert.match(await main(ola), /Representasjonen er avsluttet/);
	await kari.close();
	await ola.close();
}

describe('an application for another', () => {
	test('on a screen', () => way({}));
	test('on a telephone, without JavaScript', () => way({ js: false, width: 360, height: 740 }));
});
