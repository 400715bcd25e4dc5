/* Files in a real browser, with JavaScript and without: chosen, seen on their way, listed, removed. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { sql } from '../harness/stack.mjs';
import { pdf, zip } from '../http/files.mjs';
import { closeBrowser, visitor } from './helper.mjs';

const MB = 1 << 20;
const file = (name, buffer, mimeType = 'application/pdf') => ({ name, buffer, mimeType });

before(() => sql('DELETE FROM draft'));		/* a person has room for 50 */
after(closeBrowser);

/* Log in, begin, and come to the page that asks for files. */
async function asked(v) {
	await v.go('/tjenester/barnehageplass');
	await v.page.getByRole('link', { name: 'Logg inn' }).first().click();
	await v.choose(/Kari Nordmann/);
	await v.click('button', await v.page.getByRole('button', { name: 'Start en ny søknad' }).count() ? 'Start en ny søknad' : 'Start søknaden');
	await v.go(v.page.url().replace(/[^/]*$/, 'prioritet'));
	await v.page.getByRole('group', { name: 'Søker dere om prioritet' }).getByLabel('Ja', { exact: true }).check();
	if (v.js)
		await v.settle();
	else
		await v.click('button', 'Oppdater spørsmålene');
}

const names = v => v.page.locator('.sk-files li > span').evaluateAll(l => l.map(e => e.firstChild.textContent));

describe('files', () => {
	for (const width of [360, 1280])
		test(`without JavaScript, ${width} px`, async () => {
			const v = await visitor({ js: false, width });
			await asked(v);
			const input = v.page.getByLabel('Dokumentasjon Valgfritt');
			assert.equal(await input.getAttribute('accept'), 'application/pdf,image/*');
			assert.match(await v.page.locator('#dokumentasjon-hjelp').innerText(), /Du kan legge ved PDF eller bilde\. Høyst 5 filer, 10.MB hver\./);
			assert.equal(await input.getAttribute('aria-describedby'), 'dokumentasjon-hjelp');
			await input.setInputFiles([file('vedtak om noe med et langt navn som ikke får plass på en smal skjerm.pdf', pdf()), file('to.pdf', pdf())]);
			await v.click('button', 'Last opp');
			assert.equal((await names(v)).length, 2);
			await v.page.getByLabel('Dokumentasjon Valgfritt').setInputFiles([file('arkiv.zip', zip(), 'application/zip'), file('stor.pdf', pdf(10 * MB + 1))]);
			await v.click('button', 'Neste');
			assert.match(await v.page.title(), /^Feil: /);
			const link = v.page.locator('.ds-error-summary a');
			assert.match(await link.innerText(), /arkiv\.zip.*stor\.pdf/s);
			await link.click();
			assert.match(v.page.url(), /#dokumentasjon$/);
			await v.click('button', 'Fjern to.pdf', { exact: false });
			assert.equal((await names(v)).length, 1);
			await v.page.getByRole('group', { name: 'Hva er grunnen?' }).getByLabel('Barnet har nedsatt funksjonsevne').check();
			await v.click('button', 'Neste');
			await v.go(v.page.url().replace(/[^/]*$/, 'oppsummering'));
			assert.equal(await v.page.locator('.sk-answers .sk-files a').count(), 1);
			await v.close();
		});

	test('with JavaScript: sent when chosen, seen on the way, told of by words', async () => {
		const v = await visitor({ width: 360 });
		await asked(v);
		/* a line slow enough to see, and an answer that lets the last of it be seen */
		const cdp = await v.context.newCDPSession(v.page);
		await cdp.send('Network.enable');
		await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 500, downloadThroughput: -1, uploadThroughput: 2 * MB });
		await v.page.evaluate(() => {
			window.seen = [];
			const note = () => window.seen.push({ said: [...document.querySelectorAll('[data-says]')].filter(p => !p.hidden).map(p => p.dataset.says).join(),
				at: document.querySelector('[data-sending]')?.hidden === false ? document.querySelector('[data-sending] progress').position : null });
			document.addEventListener('htmx:xhr:progress', () => setTimeout(note));
			document.addEventListener('htmx:afterSwap', () => setTimeout(note));
			/* another is chosen the moment the first is listed, before htmx listens to what came */
			document.addEventListener('htmx:afterSwap', () => {
				const input = document.querySelector('#dokumentasjon'), more = new DataTransfer();
				more.items.add(new File(['%PDF-1.4\n%%EOF\n'], 'tillegg.pdf', { type: 'application/pdf' }));
				input.files = more.files;
				for (const type of ['input', 'change'])
					input.dispatchEvent(new Event(type, { bubbles: true }));
			}, { once: true });
		});
		await v.page.getByLabel('Dokumentasjon Valgfritt').focus();
		await v.page.getByLabel('Dokumentasjon Valgfritt').setInputFiles(file('vedtak.pdf', pdf(4 * MB)));
		await v.page.locator('[data-sending]').waitFor({ state: 'visible' });
		await v.judge();
		await v.page.locator('.sk-files li', { hasText: 'tillegg.pdf' }).waitFor({ timeout: 20000 });
		assert.deepEqual(await names(v), ['vedtak.pdf', 'tillegg.pdf']);
		await v.settle();
		const seen = await v.page.evaluate(() => window.seen);
		assert.ok(seen.some(s => s.at > 0 && s.at < 1), JSON.stringify(seen));
		assert.ok(seen.some(s => s.said === 'sending') && seen.some(s => s.said === 'scanning'), JSON.stringify(seen));
		assert.equal(seen.at(-1).said, 'done');
		assert.equal(await v.page.locator('.sk-upload-says').getAttribute('role'), 'status');
		assert.equal(await v.page.evaluate(() => document.activeElement.id), 'dokumentasjon');
		await v.judge();

		/* one that is refused is told of, and what is there stays */
		await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
		await v.page.getByLabel('Dokumentasjon Valgfritt').setInputFiles(file('arkiv.zip', zip(), 'application/zip'));
		await v.page.locator('.ds-error-summary').waitFor();
		assert.match(await v.page.locator('#dokumentasjon-feil').innerText(), /arkiv\.zip/);
		assert.deepEqual(await names(v), ['vedtak.pdf', 'tillegg.pdf']);
		await v.judge();

		/* more than the web server lets in: the page says so, and keeps what is typed */
		await v.page.getByLabel('Barnet har nedsatt funksjonsevne').check();
		await v.settle();
		await v.page.route('**/prioritet', r => r.request().method() === 'POST' ? r.fulfill({ status: 413, body: '' }) : r.continue());
		await v.page.getByLabel('Dokumentasjon Valgfritt').setInputFiles(file('a.pdf', pdf()));
		await v.page.getByText('Opplastingen gikk ikke').waitFor();
		assert.equal(await v.page.getByLabel('Barnet har nedsatt funksjonsevne').isChecked(), true);
		await v.page.unroute('**/prioritet');
		await v.judge();

		/* by keyboard */
		await v.page.getByRole('button', { name: 'Fjern vedtak.pdf' }).focus();
		await Promise.all([v.page.waitForEvent('load'), v.page.keyboard.press('Enter')]);
		await v.close();
	});
});
