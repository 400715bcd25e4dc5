/* What is missing, in a real browser: asked for at the desk, answered where only that is open, seen side by side. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { pdf } from '../http/files.mjs';
import { answers, applied } from '../http/apply.mjs';
import { answer, choose, closeBrowser, visitor } from './helper.mjs';

const main = v => v.page.locator('main').innerText();

after(closeBrowser);

async function ask(c, ref) {
	await c.page.goto('/saksbehandling');
	await c.choose(/Sunniva Berg/);
	await c.go(`/saksbehandling/sak/${ref}`);
	await c.click('button', 'Ta saken');
	await c.click('link', 'Be om opplysninger');
	await c.click('button', 'Se brevet');
	assert.match(await main(c), /Kryss av for minst ett spørsmål/);
	for (const [field, code] of [['oppstart', 'uklart'], ['dokumentasjon', 'dokumentasjon'], ['grunner', 'stemmer-ikke']]) {
		await c.page.locator(`input[name=felt][value="${field}"]`).check();
		await c.page.locator(`select[name="grunn.${field}"]`).selectOption(code);
	}
	await answer(c, { 'Forklar med egne ord': 'Legg ved brevet fra legen.', 'Dager å svare på': '10' });
	await c.click('button', 'Se brevet');
	assert.match(await main(c), /Legg ved brevet fra legen/);
	await c.click('button', 'Send brevet');
	assert.match(await main(c), /Brevet er sendt/);
}

async function reply(v, ref) {
	await v.page.goto(`/mine-saker/${ref}`);
	await v.choose(/Kari Nordmann/);
	await v.click('link', 'Svar på det vi mangler');
	await v.click('button', 'Svar nå');
	await answer(v, { 'Når ønsker dere': `1.9.${new Date().getFullYear() + 1}` });
	await v.click('button', 'Neste');
	await v.page.locator('input[type=file][name="dokumentasjon"]').setInputFiles({ name: 'lege.pdf', buffer: pdf(), mimeType: 'application/pdf' });
	if (v.js)
		await v.page.locator('.sk-files li').waitFor();
	await v.click('button', 'Neste');
	const text = await main(v);
	assert.match(text, /lege\.pdf/);
	assert.doesNotMatch(text, /Hva heter barnet/);
	await answer(v, { 'Melding til saksbehandleren': 'Resten kommer fra legen.' });
	await v.click('button', 'Send svaret');
	assert.match(await main(v), /Takk, svaret er sendt/);
	await v.click('link', 'Se svarene dine før og nå');
	assert.match(await main(v), /Ikke besvart[\s\S]*lege\.pdf/);
}

for (const how of [{ js: true, width: 1280 }, { js: false, width: 360 }])
	describe(`JavaScript ${how.js ? 'on' : 'off'}, ${how.width} wide`, () => {
		test('what is missing is asked for, answered and compared', async () => {
			const { ref } = await applied('kari', { ...answers(), prioritet: { prioritet: 'ja', grunner: 'funksjonsevne' } });
			assert.ok(ref);
			const c = await visitor(how), v = await visitor(how);
			await ask(c, ref);
			await reply(v, ref);
			await c.go(`/saksbehandling/sak/${ref}`);
			await c.click('link', 'Se svarene før og nå');
			assert.match(await main(c), /lege\.pdf/);
			await v.close();
			await c.close();
		});
	});
