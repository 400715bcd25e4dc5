/* A question that is answered on a map: drawn by mouse and by keyboard, and typed where there is no map to draw in. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { sql, until } from '../harness/stack.mjs';
import { closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);

async function begin(options) {
	const v = await visitor(options);
	sql("DELETE FROM draft WHERE service = 'alt'");
	await v.go('/tjenester/alt');
	await v.page.getByRole('link', { name: 'Logg inn' }).first().click();
	await v.choose(/Kari Nordmann/);
	await v.click('button', /^Start/, { exact: false });
	await v.go(v.page.url().replace(/[^/]*$/, 'kartet'));
	return v;
}

const field = v => v.page.locator('textarea[name=flate]');
const canvas = v => v.page.getByRole('application', { name: 'Kart: Hvor skal garasjen stå?' });
const lines = async v => (await field(v).inputValue()).split('\n').filter(Boolean);
const stored = () => sql("SELECT answers::text FROM draft WHERE service = 'alt'")[0][0];

describe('with JavaScript', () => {
	for (const width of [1280, 360])
		test(`a drawing is made, moved and taken back with the mouse, ${width} px`, async () => {
			const v = await begin({ width });
			await canvas(v).locator('.sk-map-property').first().waitFor({ state: 'attached' });
			assert.ok(await canvas(v).locator('.sk-map-building').count() > 5);
			await canvas(v).scrollIntoViewIfNeeded();
			const box = await canvas(v).boundingBox();
			for (const [x, y] of [[.4, .4], [.6, .4], [.6, .6], [.4, .6]])
				await v.page.mouse.click(box.x + x * box.width, box.y + y * box.height);
			assert.equal((await lines(v)).length, 4);
			for (const line of await lines(v))
				assert.match(line, /^59\.6[67]\d*, 10\.6\d*$/);
			await v.settle();
			await v.judge();
			assert.equal(await v.page.locator('#flate').inputValue().then(t => t.split('\n').length), 4);
			assert.match(await v.page.locator('#areal').innerText(), /\d\sm²/);
			const before = await lines(v);
			await canvas(v).scrollIntoViewIfNeeded();
			const corner = await canvas(v).locator('.sk-map-corner').first().boundingBox();
			await v.page.mouse.move(corner.x + corner.width / 2, corner.y + corner.height / 2);
			await v.page.mouse.down();
			await v.page.mouse.move(corner.x - 20, corner.y - 20, { steps: 4 });
			await v.page.mouse.up();
			await v.settle();
			const moved = await lines(v);
			assert.notEqual(moved[0], before[0]);
			assert.deepEqual(moved.slice(1), before.slice(1));
			await v.page.locator('[data-map=flate]').getByRole('button', { name: 'Fjern siste punkt' }).click();
			await v.settle();
			assert.equal((await lines(v)).length, 3);
			assert.match(await v.page.locator('[data-map=flate]').getByRole('status').innerText(), /^3 punkter i kartet/);
			await until('the drawing is saved', () => /<flate>59[^<]*<\/flate>/.test(stored()));
			await v.close();
		});

	test('it is made with the keyboard alone, and what is typed is drawn', async () => {
		const v = await begin({});
		await canvas(v).locator('.sk-map-property').first().waitFor({ state: 'attached' });
		const tools = v.page.locator('[data-map=flate]');
		for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) {
			await tools.getByRole('button', { name: 'Sett punkt midt i kartet' }).focus();
			await v.page.keyboard.press('Enter');
			await v.settle();
			await canvas(v).focus();
			await v.page.keyboard.press(key);
			await v.page.waitForTimeout(400);
		}
		const put = await lines(v);
		assert.equal(new Set(put).size, 3, put.join('; '));
		await field(v).fill('59.67, 10.6304\n59.6701, 10.6304\n59.6701, 10.6306');
		await field(v).blur();
		await v.settle();
		assert.equal(await canvas(v).locator('.sk-map-corner').count(), 3);
		assert.equal(await canvas(v).locator('path.sk-map-drawn').count(), 1);
		await tools.getByRole('button', { name: 'Fjern alle punktene' }).click();
		await v.settle();
		assert.equal(await field(v).inputValue(), '');
		await v.close();
	});
});

describe('without JavaScript', () => {
	for (const width of [1280, 360])
		test(`coordinates are typed, and shown as a picture, ${width} px`, async () => {
			const v = await begin({ js: false, width });
			assert.equal(await canvas(v).count(), 0);
			await field(v).fill('59.67, 10.6304\n59.6701, 10.6304\n59.6701, 10.6306\n59.67, 10.6306');
			await v.click(v.page.getByRole('button', { name: 'Vis på kartet' }));
			await v.page.getByRole('img', { name: /^Kart over «Hvor skal garasjen stå\?»/ }).waitFor();
			await v.go(v.page.url().replace(/[^/]*$/, 'oppsummering'));
			await v.page.getByRole('img', { name: /Det som er tegnet inn, dekker 125,6.m²/ }).waitFor();
			await v.close();
		});
});
