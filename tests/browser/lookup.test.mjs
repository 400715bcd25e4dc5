/* A property found in a register, and its neighbours fetched: with the mouse, the keyboard and without JavaScript. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { sql } from '../harness/stack.mjs';
import { closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);

async function begin(options) {
	const v = await visitor(options);
	sql("DELETE FROM draft WHERE service = 'oppslag'");
	await v.go('/tjenester/oppslag');
	await v.page.getByRole('link', { name: 'Logg inn' }).first().click();
	await v.choose(/Kari Nordmann/);
	await v.click('button', /^Start/, { exact: false });
	return v;
}

const box = v => v.page.getByRole('searchbox', { name: 'Finn eiendommen' });

describe('a property', () => {
	test('is searched for, chosen, and its neighbours fetched; what was said stands in view', async () => {
		const v = await begin();
		await box(v).fill('Bryggeveien');
		await v.click('button', /^Søk/, { exact: false });
		assert.equal(await v.page.getByText('Treff: 5.').evaluate(e => document.activeElement === e), true, 'told aloud');
		await v.click('button', 'Velg Bryggeveien 4, 9998 FJORDVIK');
		assert.equal(await v.page.getByLabel('Bruksnummer').inputValue(), '34');
		assert.equal(await v.page.getByText(/^Dette og de neste svarene er hentet fra eiendomsregisteret/).count(), 1);
		await v.page.getByLabel('Bruksnummer').fill('99');
		await v.page.getByLabel('Bruksnummer').press('Tab');
		await v.page.getByText('Vi finner ikke eiendommen').first().waitFor();
		await v.settle();
		await v.judge();
		await v.page.getByLabel('Bruksnummer').fill('34');
		await v.page.getByLabel('Bruksnummer').press('Tab');
		await v.settle();
		await v.click('button', 'Neste');
		await v.click('button', 'Hent naboer');
		assert.equal(await v.page.getByText('Hentet fra eiendomsregisteret: 4. Se over listen.').count(), 1);
		assert.equal(await v.page.getByText('Eieren har skjermet adresse').count(), 1);
		await v.close();
	});

	test('is found by the keyboard alone at 360 wide without JavaScript, and what is wrong is told at the box', async () => {
		const v = await begin({ js: false, width: 360 });
		await box(v).fill('12/34');
		await Promise.all([v.page.waitForEvent('load'), box(v).press('Enter')]);
		await v.judge();
		const choose = v.page.getByRole('button', { name: /^Velg/ });
		assert.equal(await choose.count(), 1);
		await choose.focus();
		await Promise.all([v.page.waitForEvent('load'), v.page.keyboard.press('Enter')]);
		await v.judge();
		assert.equal(await v.page.getByLabel('Gårdsnummer').inputValue(), '12');
		await v.page.getByLabel('Kommunenummer').fill('9997');
		await v.click('button', 'Neste');
		await v.page.getByRole('link', { name: /^Kommunenummeret er en annen kommunes/ }).click();
		assert.equal(await box(v).evaluate(e => document.activeElement === e), true);
		await v.close();
	});
});
