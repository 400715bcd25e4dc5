/* What only a browser can show of the form language: a search while one types, and rows within rows. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { sql } from '../harness/stack.mjs';
import { answer, choose, closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);

async function begin(options) {
	const v = await visitor(options);
	sql("DELETE FROM draft WHERE service = 'alt'");
	await v.go('/tjenester/alt');
	await v.page.getByRole('link', { name: 'Logg inn' }).first().click();
	await v.choose(/Kari Nordmann/);
	await v.click('button', /^Start/, { exact: false });
	await answer(v, { Navn: 'Kari', Dag: '17.08.2026', 'E-postadresse': 'kari@example.no', Telefonnummer: '400 00 001' });
	await v.settle();
	await v.click('button', 'Neste');
	return v;
}

const search = v => v.page.getByRole('group', { name: 'By du leter etter' });

describe('a search in a long list', () => {
	test('finds while one types; focus and caret stay, what was found is told, the keyboard is enough', async () => {
		const v = await begin();
		const box = search(v).getByRole('searchbox', { name: 'Søk i listen' });
		await box.click();
		await v.page.keyboard.type('rom');
		await search(v).getByRole('radio', { name: 'Tromsø' }).waitFor();
		assert.equal(await v.page.locator('#treff').innerText(), 'Treff: 1');
		assert.equal(await box.inputValue(), 'rom');
		await v.page.keyboard.press('Home');
		await v.page.keyboard.type('t', { delay: 30 });
		await v.settle();
		assert.equal(await box.inputValue(), 'trom');
		assert.deepEqual(await box.evaluate(e => [document.activeElement === e, e.selectionStart]), [true, 1]);
		await v.judge();

		/* typed while the answer is on its way */
		await box.fill('');
		await v.page.keyboard.type('bergen', { delay: 90 });
		await search(v).getByRole('radio', { name: 'Bergen' }).waitFor();
		await v.settle();
		assert.equal(await box.inputValue(), 'bergen');

		await v.page.keyboard.press('Tab');		/* the button */
		await v.page.keyboard.press('Tab');		/* the first hit */
		await v.page.keyboard.press('Space');
		await v.settle();
		assert.ok(await search(v).getByRole('radio', { name: 'Bergen' }).isChecked());
		await box.fill('qqq');
		await v.page.getByText('Ingen treff på «qqq»').waitFor();
		await v.settle();
		assert.equal(await v.page.locator('#treff').innerText(), 'Ingen treff');
		assert.ok(await search(v).getByRole('radio', { name: 'Bergen' }).isChecked());
		await v.judge();
		await v.close();
	});

	for (const width of [360, 1280]) {
		test(`works by its button without JavaScript, at ${width} px`, async () => {
			const v = await begin({ js: false, width });
			await search(v).getByRole('searchbox').fill('o');
			await v.click(search(v).getByRole('button', { name: /^Søk/ }));
			assert.match(v.page.url(), /#lang_valg$/);
			await search(v).getByRole('radio', { name: 'Oslo' }).check();
			await search(v).getByRole('searchbox').fill('finnes ikke');
			await v.click(search(v).getByRole('button', { name: /^Søk/ }));
			await v.page.getByText('Ingen treff på «finnes ikke»').waitFor();
			assert.ok(await search(v).getByRole('radio', { name: 'Oslo' }).isChecked());
			await v.close();
		});
	}
});

describe('rows within rows', () => {
	for (const options of [{ js: true, width: 1280 }, { js: false, width: 360 }]) {
		test(`are filled, added and read again, ${options.js ? 'with' : 'without'} JavaScript at ${options.width} px`, async () => {
			const v = await begin(options);
			await choose(v, 'Ja eller nei?', 'Ja');
			await search(v).getByRole('searchbox').fill('oslo');
			if (v.js)
				await search(v).getByRole('radio', { name: 'Oslo' }).waitFor();
			else
				await v.click(search(v).getByRole('button', { name: /^Søk/ }));
			await search(v).getByRole('radio', { name: 'Oslo' }).check();
			await v.settle();
			await choose(v, 'Hvilke farger liker du?', 'Rød');
			await answer(v, { 'Dette er riktig': true });
			await v.settle();
			await v.click('button', 'Neste');

			await v.page.locator('[name="barn.1.navn"]').fill('Kari');
			await v.page.locator('[name="barn.1.navn"]').press('Tab');
			await v.settle();
			if (!v.js)
				await v.click('button', 'Oppdater spørsmålene');
			await v.page.locator('[name="barn.1.adresse.1.gate"]').fill('Storgata 1');
			await v.settle();
			await v.click(v.page.locator('button[value="legg-til:barn.1.adresse"]'));
			await v.page.locator('[name="barn.1.adresse.2.gate"]').fill('Nygata 2');
			await v.settle();
			await v.click(v.page.locator('button[value="opp:barn.1.adresse:2"]'));
			assert.equal(await v.page.locator('[name="barn.1.adresse.1.gate"]').inputValue(), 'Nygata 2');
			assert.match(await v.page.locator('#barn-1-adresse-rad-1').innerText(), /Adresse 1/);
			await v.click('button', 'Neste');
			await v.page.getByRole('heading', { name: 'Bare for Kari' }).waitFor();
			await v.click('button', 'Neste');
			await v.page.getByRole('heading', { name: 'Kartet', level: 1 }).waitFor();
			await v.click('button', 'Neste');
			const said = await v.page.locator('main').innerText();
			assert.match(said, /Adresse:[\s\S]*Nygata 2[\s\S]*Storgata 1/);
			assert.match(said, /Hentet fra kontakt- og reservasjonsregisteret/);
			await v.close();
		});
	}
});
