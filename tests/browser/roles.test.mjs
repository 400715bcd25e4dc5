/* Units, rights and «Jeg er inhabil», as they are seen. */
import { after, describe, test } from 'node:test';

import { answers, applied } from '../http/apply.mjs';
import { closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);

describe('whose a case is, and who may act in it', () => {
	for (const js of [true, false])
		test(`moved to another unit, and left to others, with JavaScript ${js ? 'on' : 'off'}`, async () => {
			const { ref } = await applied(), v = await visitor({ js });
			await v.page.goto('/saksbehandling');
			await v.choose(/Sunniva Berg/);
			await v.go(`/saksbehandling/sak/${ref}`);
			await v.click('link', 'Flytt saken til en annen enhet');
			await v.click('button', 'Flytt');
			await v.page.getByText('Velg hvor saken skal.').first().waitFor();
			await v.page.getByLabel('Barnehagekontoret for øyene').check();
			await v.click('button', 'Flytt');
			await v.page.getByText('Saken er flyttet til Barnehagekontoret for øyene').waitFor();
			await v.click('link', 'Jeg er inhabil');
			await v.click('button', 'Meld inhabilitet');
			await v.page.getByText('Skriv kort hvorfor du er inhabil.').first().waitFor();
			await v.page.getByLabel('Hvorfor er du inhabil?').fill('Søkeren er naboen min');
			await v.click('button', 'Meld inhabilitet');
			await v.page.getByText('Du har selv meldt at du er inhabil.').waitFor();
			await v.go(`/saksbehandling/sak/${ref}/vedtak`);
			await v.page.getByText('det er notert at du ble stanset').waitFor();
			await v.click('link', 'Til saken');
			await v.close();
		});

	test('one\'s own case says why another must take it', async () => {
		const all = answers();
		all.barnet.barn_pid = '10852550061';
		const { ref } = await applied('petter', all), v = await visitor({ js: false, width: 360 });
		await v.page.goto('/saksbehandling');
		await v.choose(/Petter Lie/);
		await v.go(`/saksbehandling/sak/${ref}`);
		await v.page.getByText('Saken gjelder deg, eller du er nevnt i den.').waitFor();
		await v.close();
	});

	test('an administrator sees rights and units', async () => {
		const v = await visitor({ js: false, width: 360 });
		await v.page.goto('/saksbehandling');
		await v.choose(/Anders Moe/);
		await v.menu('Tilganger');
		await v.page.getByRole('heading', { name: 'Enheter' }).waitFor();
		await v.close();
	});
});
