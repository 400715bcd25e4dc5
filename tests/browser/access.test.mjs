/* The documents and the history of a case, at the desk and as its party sees them. */
import { after, describe, test } from 'node:test';

import { applied } from '../http/apply.mjs';
import { closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);
const staff = async v => {
	await v.page.goto('/saksbehandling');
	await v.choose(/Sunniva Berg/);
};

describe('the documents and the history of a case', () => {
	for (const js of [true, false])
		test(`at the desk, with JavaScript ${js ? 'on' : 'off'}`, async () => {
			const { ref } = await applied(), v = await visitor({ js });
			await staff(v);
			await v.go(`/saksbehandling/sak/${ref}`);
			await v.click('link', 'Dokumenter');
			await v.click('link', 'Historikk');
			await v.close();
		});
});
