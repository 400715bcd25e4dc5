/* The public journal, as anybody meets it. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { sql } from '../harness/stack.mjs';
import { applied, fence, fenceStaff } from '../http/apply.mjs';
import { pdf } from '../http/files.mjs';
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

	test('is asked for a document, which staff give with something taken out', async () => {
		fenceStaff();
		const ref = await fence('41'), v = await visitor(), main = x => x.page.locator('main').innerText();
		await v.go(`/innsyn?sok=${ref}&slag=inn`);
		await v.click('link', /^Be om innsyn/);
		await v.click('button', 'Send kravet');
		assert.match(await main(v), /Før du går videre[^]*Velg hvordan du vil ha svaret/);
		await v.page.getByRole('radio', { name: 'Jeg henter det selv, her på nettsidene eller hos kommunen' }).check();
		await v.page.getByLabel('Er det noe bestemt du vil se?').fill('Bare målene på gjerdet');
		await v.click('button', 'Send kravet');
		const here = v.page.url();
		assert.match(await main(v), /Vi har fått kravet/);
		await v.go('/innsyn/krav');
		await v.page.getByLabel('Referanse').fill('feil');
		await v.click('button', 'Finn kravet');
		const c = await visitor();
		await c.go('/saksbehandling');
		await c.choose(/Sunniva Berg/);
		await c.click('link', /^Innsynskrav \d+ krav/);
		const [id] = sql(`SELECT r.id FROM access_request r JOIN journal_entry e ON e.id = r.entry_id WHERE e.case_ref = '${ref}'`)[0];
		await c.go(`/saksbehandling/innsynskrav/${id}`);
		await c.click('button', 'Ta kravet');
		await c.click('button', 'Send svaret');
		await c.page.getByLabel('Velg filer').setInputFiles({ name: 'sladdet søknad.pdf', mimeType: 'application/pdf', buffer: pdf() });
		await c.click('button', 'Last opp');
		await c.page.getByRole('checkbox', { name: /sladdet søknad\.pdf/ }).check();
		await c.page.getByRole('radio', { name: 'Innsyn gis i en del' }).check();
		await c.page.getByLabel('Hvilken regel gjør at noe holdes tilbake?').fill('offentleglova § 13, jf. forvaltningsloven § 13 første ledd nr. 1');
		await c.click('button', 'Send svaret');
		assert.match(await main(c), /Kravet er besvart/);
		await c.go('/saksbehandling/innsynskrav?besvart=1');
		await c.go(`/saksbehandling/sak/${ref}`);
		await c.click('link', 'Offentlig journal');
		await c.page.getByRole('link', { name: /^Endre skjerming/ }).last().click();
		await c.page.getByLabel('Hvorfor?').fill('Målene skal ikke vises');
		await c.click('button', 'Lagre');
		assert.match(await main(c), /Skriv hvilken regel/);
		await c.page.getByLabel('Hvilken regel bygger det på?').fill('offentleglova § 13');
		await c.click('button', 'Lagre');
		assert.match(await main(c), /Det er slik publikum ser posten nå[^]*Målene skal ikke vises/);
		await c.click('button', /^Angre/);
		await c.close();
		await v.go(here);
		assert.match(await main(v), /Du får innsyn i en del av dokumentet[^]*sladdet søknad\.pdf/);
		await v.page.getByLabel('Hvorfor mener du at du skal få innsyn?').fill('Jeg vil se alt.');
		await v.click('button', 'Send klagen');
		assert.match(await main(v), /Vi har fått klagen/);
		await v.close();
	});
});
