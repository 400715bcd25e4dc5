/* What the applicant sends without being asked, and what is asked for that the form has no question for, in a real browser. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { pdf } from '../http/files.mjs';
import { applied } from '../http/apply.mjs';
import { answer, closeBrowser, visitor } from './helper.mjs';

const main = v => v.page.locator('main').innerText();

after(closeBrowser);

async function send(v, ref) {
	await v.page.goto(`/mine-saker/${ref}`);
	await v.choose(/Kari Nordmann/);
	await v.click('link', 'Send flere opplysninger');
	await v.click('button', 'Send');
	assert.match(await main(v), /Skriv noe, eller legg ved en fil/);
	await answer(v, { 'Hva vil du fortelle oss': 'Barnet har fått en diagnose. Her er brevet fra legen.' });
	await v.page.locator('input[type=file]').setInputFiles({ name: 'brev fra legen.pdf', buffer: pdf(), mimeType: 'application/pdf' });
	await v.click('button', 'Last opp og vent med å sende');
	assert.match(await main(v), /brev fra legen\.pdf/);
	await v.click('button', 'Send');
	assert.match(await main(v), /Takk, det er sendt[\s\S]*Dette har du sendt i tillegg/);
}

async function ask(c, ref) {
	await c.page.goto('/saksbehandling/nytt');
	await c.choose(/Sunniva Berg/);
	assert.match(await main(c), new RegExp(ref));
	await c.click('link', ref);
	assert.match(await main(c), /Fra søkeren[\s\S]*brev fra legen\.pdf/);
	await c.click('button', /Merk som sett/);
	assert.match(await main(c), /Sett av/);
	await c.click('button', 'Ta saken');
	await c.click('link', 'Be om opplysninger');
	await c.page.locator('input[name="hva.annet.1"]').fill('Bekreftelse fra helsestasjonen');
	await c.click('button', 'Se brevet');
	assert.match(await main(c), /Velg hvorfor/);
	await c.page.locator('select[name="grunn.annet.1"]').selectOption('mangler');
	await c.click('button', 'Se brevet');
	await c.click('button', 'Send brevet');
	assert.match(await main(c), /Bekreftelse fra helsestasjonen/);
}

async function reply(v, c, ref) {
	await v.page.goto(`/mine-saker/${ref}`);
	await v.click('link', 'Send flere opplysninger');
	assert.match(await main(v), /Vi venter på svar fra deg/);
	await v.click('link', 'Det vi mangler');
	await v.click('button', 'Svar nå');
	await answer(v, { 'Svaret ditt': 'Den ligger ved.' });
	await v.page.locator('input[type=file]').setInputFiles({ name: 'bekreftelse.pdf', buffer: pdf(), mimeType: 'application/pdf' });
	await v.click('button', 'Neste');
	assert.match(await main(v), /Den ligger ved[\s\S]*bekreftelse\.pdf/);
	await v.click('button', 'Send svaret');
	await v.click('link', 'Se svarene dine før og nå');
	assert.match(await main(v), /Bekreftelse fra helsestasjonen[\s\S]*Ikke i søknaden[\s\S]*Den ligger ved/);
	await c.go(`/saksbehandling/sak/${ref}/svar`);
	assert.match(await main(c), /Ikke i søknaden[\s\S]*bekreftelse\.pdf/);
}

for (const how of [{ js: true, width: 1280 }, { js: false, width: 360 }])
	describe(`JavaScript ${how.js ? 'on' : 'off'}, ${how.width} wide`, () => {
		test('something is sent unasked, seen, and something more is asked for and answered', async () => {
			const { ref } = await applied('kari');
			const c = await visitor(how), v = await visitor(how);
			await send(v, ref);
			await ask(c, ref);
			await reply(v, c, ref);
			await c.close();
			await v.close();
		});
	});
