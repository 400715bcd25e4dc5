/* The worklist in a real browser: judged by axe and vnu, wide and narrow, with JavaScript and without. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, describe, test } from 'node:test';
import { applied } from '../http/apply.mjs';
import { closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);

async function desk(how) {
	const v = await visitor(how);
	await v.go('/saksbehandling?liste=alle');
	await v.choose(/Sunniva/);
	return v;
}

describe('the worklist', () => {
	test('is narrowed down, given columns and gone through case by case', async () => {
		const one = await applied('ola'), two = await applied('ola');
		const v = await desk({ js: true });
		await v.page.locator('summary', { hasText: 'Avgrens' }).click();
		await v.page.getByLabel('Tjeneste').selectOption('barnehageplass');
		await v.click('button', 'Vis saker');
		await v.page.locator('summary', { hasText: 'Kolonner' }).click();
		await v.page.getByRole('checkbox', { name: /^Barn / }).check();
		await v.click('button', 'Lagre kolonnene');
		assert.match(await v.page.locator('thead').innerText(), /Barn/);
		assert.match(v.page.url(), /tjeneste=barnehageplass/);
		await v.click('link', two.ref);
		await v.click('link', 'Neste sak i lista', { exact: false });
		assert.match(v.page.url(), new RegExp(one.ref));
		await v.click('link', 'Arbeidsliste', { exact: false });
		await v.page.locator('summary', { hasText: 'Lagrede søk' }).click();
		await v.page.getByLabel(/Lagre det som vises nå/).fill('Barnehage');
		await v.click('button', 'Lagre søket');
		await v.page.locator('summary', { hasText: 'Lagrede søk' }).click();
		await v.click('link', 'Barnehage');
		await v.close();
	});

	test('is printed with all its columns', async () => {
		const { ref } = await applied('ola'), v = await desk({ js: false });
		await v.page.locator('summary', { hasText: 'Kolonner' }).click();
		for (const box of await v.page.locator('input[name=kolonne]').all())
			await box.check();
		await v.click('button', 'Lagre kolonnene');
		const paper = execFileSync('pdftotext', ['-bbox', '-l', '1', '-', '-'], { input: await v.page.pdf({ preferCSSPageSize: true }), encoding: 'utf8' });
		const [, width] = /<page width="([\d.]+)"/.exec(paper);
		const words = [...paper.matchAll(/xMax="([\d.]+)"[^>]*>([^<]*)</g)].map(([, right, word]) => ({ right: Number(right), word }));
		assert.ok(words.some(w => w.word === 'Inntekt') && words.some(w => w.word === ref), 'the list begins on the first sheet');
		assert.deepEqual(words.filter(w => w.right > width), [], 'nothing is beyond the paper');
		await v.page.locator('summary', { hasText: 'Kolonner' }).click();
		for (const box of await v.page.locator('input[name=kolonne]').all())
			await box.uncheck();
		await v.click('button', 'Lagre kolonnene');
		await v.close();
	});

	test('is whole at 360 px without JavaScript', async () => {
		const v = await desk({ js: false, width: 360, height: 740 });
		await v.page.getByLabel(/Søk etter navn/).fill('finnes ikke');
		await v.click('button', 'Søk');
		assert.match(await v.page.locator('main').innerText(), /Ingen saker passer/);
		await v.click('link', 'Søk i alle saker, også ferdige');
		await v.click('link', 'Fjern alle');
		const links = v.page.getByRole('navigation', { name: 'Hovedmeny' });
		assert.ok(!await links.isVisible(), 'the menu takes no room before it is asked for');
		await v.page.getByRole('button', { name: /^Meny/ }).click();
		await v.judge();
		await v.page.getByRole('button', { name: 'Lukk menyen' }).click();
		assert.ok(!await links.isVisible(), 'and goes again');
		await v.menu('Mine lister');
		await v.close();
	});
});
