/* A form that is not in force yet, tried at the desk without JavaScript and on a telephone. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root, skranke } from '../harness/stack.mjs';
import { closeBrowser, visitor } from './helper.mjs';

const dir = mkdtempSync(join(tmpdir(), 'preview-'));
after(async () => {
	rmSync(dir, { recursive: true, force: true });
	await closeBrowser();
});

test('those who work at the desk try a form before citizens see it', async () => {
	cpSync(join(root, 'templates'), dir, { recursive: true });
	const file = join(dir, 'services/barnehageplass/form.xml');
	writeFileSync(file, readFileSync(file, 'utf8').replace('Fornavn og etternavn', 'Slik det skrives'));
	const run = skranke('templates', 'publish', '--preview', dir, 'barnehageplass');
	assert.equal(run.status, 0, run.said);
	const path = /\/saksbehandling\/forhandsvisning\/\S+/.exec(run.said)[0];

	const v = await visitor({ js: false, width: 360 });
	await v.go('/saksbehandling/forhandsvisning');
	await v.choose('Marit Vik');
	await v.go(path);
	await v.page.getByText('Forhåndsvisning. Ingenting lagres.').waitFor();
	await v.page.getByText('Slik det skrives').first().waitFor();
	await v.page.fill('#barn_navn', 'Emma Nordmann');
	await v.click('button', 'Neste');
	assert.match(await v.page.locator('.ds-error-summary').innerText(), /fødselsnummeret/);
	await v.click('button', 'Se over');
	assert.match(await v.page.locator('main').innerText(), /Hva heter barnet\?\s*Emma Nordmann/);
	assert.equal(await v.page.getByRole('button', { name: 'Send' }).count(), 0);

	await v.go(`${path}?lang=en`);
	assert.equal(await v.page.locator('#skjema [lang=en] label[for=barn_navn]').innerText(), 'What is the child’s name?');
	await v.page.fill('#barn_navn', 'Emma Nordmann');
	await v.click('button', 'Neste');
	assert.match(await v.page.locator('#skjema').innerText(), /national identity number/i);
	await v.close();
});
