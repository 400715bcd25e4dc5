/* The public journal, as anybody meets it. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { applied } from '../http/apply.mjs';
import { closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);

describe('the public journal', () => {
	for (const js of [true, false])
		test(`is found from any page, read and searched, with JavaScript ${js ? 'on' : 'off'}`, async () => {
			const { ref } = await applied('kari'), v = await visitor({ js, width: js ? 1280 : 360 });
			await v.go('/');
			await v.click('link', 'Innsyn i postlisten');
			await v.page.getByLabel('Søk i postlisten').fill(ref);
			await v.page.getByLabel('Slag').selectOption('inn');
			await v.click('button', 'Søk');
			assert.match(await v.page.locator('main').innerText(), new RegExp(`${ref}-1`));
			await v.go(`/innsyn?sok=${ref}&fra=x`);
			await v.page.getByLabel('Søk i postlisten').fill('finnes ikke i noen postliste');
			await v.click('button', 'Søk');
			await v.click('link', 'Vis hele postlisten');
			await v.close();
		});
});
