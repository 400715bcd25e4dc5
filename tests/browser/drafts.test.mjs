/* What is not sent, and what an earlier application gives a new one, in a real browser, on a telephone and without JavaScript too. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { sql } from '../harness/stack.mjs';
import { answers, applied, begin, press } from '../http/apply.mjs';
import { closeBrowser, visitor } from './helper.mjs';

const main = v => v.page.locator('main').innerText();

after(closeBrowser);

async function way(options) {
	sql('DELETE FROM draft');
	const { ref } = await applied(), begun = await begin();
	await press(begun, answers().barnet);
	const v = await visitor(options);
	await v.page.goto('/logginn?til=/mine-saker');
	await v.choose(/Kari Nordmann/);
	assert.match(await main(v), /Slettes \d+\. [a-z]+ 20\d\d hvis du ikke åpner den før det/);
	await v.go(`/mine-saker/${ref}`);
	await v.click('button', 'Bruk svarene i en ny søknad');
	assert.match(await main(v), /Du har allerede begynt på en søknad/);
	await v.click('button', 'Lag en ny søknad med svarene');
	assert.ok((await main(v)).includes(`Svarene er hentet fra sak ${ref}. Se over dem.`));
	assert.match(await main(v), /Slettes \d+\. [a-z]+ 20\d\d hvis du ikke åpner den før det/);
	await v.click('button', 'Forrige');
	assert.doesNotMatch(await main(v), /Svarene er hentet/);
	await v.go('/mine-saker');
	assert.equal(await v.page.getByRole('link', { name: /Fortsett/ }).count(), 2);
	await v.close();
}

describe('a new application with the answers of an earlier one', () => {
	test('on a screen', () => way({}));
	test('on a telephone, without JavaScript', () => way({ js: false, width: 360, height: 740 }));
});
