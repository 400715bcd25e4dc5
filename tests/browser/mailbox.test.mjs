/* The mailbox, a letter, the control of one, and the desk's letters: as they are met. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { sql, until } from '../harness/stack.mjs';
import { applied } from '../http/apply.mjs';
import { closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);

/* A case with a receipt, its PDF and its history; and a task about it. */
async function withLetter() {
	const { ref } = await applied('ola');
	const [id, outbox] = await until('the receipt', () => sql(`SELECT d.id, d.outbox_id FROM document d JOIN case_file c ON c.id = d.case_id
		JOIN outbox o ON o.id = d.outbox_id AND o.done_at IS NOT NULL WHERE c.ref = '${ref}'`)[0], 60000);
	sql(`INSERT INTO document_pdf (tenant_id, document_id, content, sha256) SELECT tenant_id, id, convert_to('%PDF ' || id, 'UTF8'),
		encode(sha256(convert_to('%PDF ' || id, 'UTF8')), 'hex') FROM document WHERE id = '${id}' ON CONFLICT DO NOTHING;
	INSERT INTO mail_task (tenant_id, case_id, outbox_id, document_id, code) SELECT tenant_id, case_id, id, '${id}', 'no-address' FROM outbox WHERE id = '${outbox}'`);
	return { ref, id };
}

describe('the mailbox', () => {
	for (const js of [true, false])
		test(`is read, searched and marked, with JavaScript ${js ? 'on' : 'off'}`, async () => {
			const { ref, id } = await withLetter(), v = await visitor({ js, width: js ? 1280 : 360 });
			await v.page.goto('/postkasse');
			await v.choose(/Ola Nordmann/);
			await v.go(`/postkasse?sak=${ref}&fra=x`);
			await v.click('link', /^Kvittering for søknad/);
			await v.page.locator('summary', { hasText: 'Dette har skjedd' }).click();
			await v.click('button', 'Merk som ulest');
			await v.page.getByLabel('Søk i brevene').fill('finnes ikke i noe brev');
			await v.click('button', 'Søk');
			await v.go('/kontroll');
			await v.click('button', 'Kontroller filen');
			await v.page.getByLabel('Brevet som PDF').setInputFiles({ name: 'brev.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF ${id}`) });
			await v.click('button', 'Kontroller filen');
			await v.close();
		});
});

describe('a letter goes both ways', () => {
	for (const js of [true, false])
		test(`a caseworker writes, the citizen answers, the answer is seen and answered by a letter, with JavaScript ${js ? 'on' : 'off'}`, async () => {
			const { ref } = await applied('kari'), how = { js, width: js ? 1280 : 360 };
			const c = await visitor(how), v = await visitor(how);
			const write = async (title, text) => {
				await c.go(`/saksbehandling/sak/${ref}`);
				await c.click('button', 'Skriv brev');
				await c.page.getByLabel('Hva gjelder brevet?').fill(title);
				await c.page.getByLabel('Teksten i brevet').fill(text);
				assert.doesNotMatch(await c.page.locator('main').innerText(), /hver mottaker|én av dem/);
				await c.click('button', 'Se brevet');
				await c.click('button', 'Send 1 brev');
				await until('the letter is made', () => sql(`SELECT d.id FROM document d JOIN case_file f ON f.id = d.case_id
					WHERE f.ref = '${ref}' AND d.title = '${title}'`)[0], 60000);
			};
			await c.page.goto('/saksbehandling');
			await c.choose(/Sunniva Berg/);
			await write('Når kan barnet begynne?', 'Kan dere skrive hvilken dag som passer?');
			await v.page.goto(`/postkasse?sak=${ref}`);
			await v.choose(/Kari Nordmann/);
			await v.click('link', /^Når kan barnet begynne/);
			await v.click('link', 'Svar på brevet');
			await v.page.getByLabel(/Hva vil du fortelle oss/).fill('Den 20. august passer best.');
			await v.click('button', 'Send');
			await c.go('/saksbehandling/nytt');
			await c.click('link', ref);
			assert.match(await c.page.locator('main').innerText(), /Den 20\. august passer best/);
			await c.click('button', /Merk som sett/);
			await write('Da er det avtalt', 'Velkommen 20. august.');
			await v.go(`/postkasse?sak=${ref}`);
			await v.click('link', /^Da er det avtalt/);
			assert.match(await v.page.locator('main').innerText(), /Velkommen 20\. august[\s\S]*Sunniva Berg/);
			await c.close();
			await v.close();
		});
});

describe('letters at the desk', () => {
	for (const js of [true, false])
		test(`have a history, and what did not arrive is done something about, with JavaScript ${js ? 'on' : 'off'}`, async () => {
			const { ref, id } = await withLetter(), v = await visitor({ js, width: js ? 1280 : 360 });
			await v.page.goto('/saksbehandling');
			await v.choose(/Sunniva Berg/);
			await v.go('/saksbehandling/brev');
			await v.go(`/saksbehandling/sak/${ref}/brev`);
			await v.click('link', 'Gjør noe med det');
			await v.page.getByLabel('Skriv inn postadressen').check();
			await v.click('button', 'Lagre');
			await v.page.getByLabel('Mottakeren har fått brevet').check();
			await v.click('button', 'Lagre');
			await v.go(`/saksbehandling/sak/${ref}/brev/${id}`);
			await v.close();
		});
});

describe('what goes with a letter', () => {
	for (const js of [true, false])
		test(`is chosen by a caseworker and opened by the citizen, with JavaScript ${js ? 'on' : 'off'}`, async () => {
			const { ref, id } = await withLetter(), how = { js, width: js ? 1280 : 360 };
			const c = await visitor(how), v = await visitor(how);
			await c.page.goto('/saksbehandling');
			await c.choose(/Sunniva Berg/);
			await c.go(`/saksbehandling/sak/${ref}`);
			await c.click('button', 'Skriv brev');
			await c.page.getByLabel('Hva gjelder brevet?').fill('Kvitteringen din');
			await c.page.getByLabel('Teksten i brevet').fill('Her er den en gang til.');
			await c.page.locator('summary', { hasText: 'Vedlegg til brevet' }).click();
			await c.judge();
			await c.page.getByLabel(/^Kvittering/).check();
			await c.click('button', 'Se brevet');
			await c.click('button', 'Send 1 brev');
			const letter = await until('the letter is made', () => sql(`SELECT d.id FROM document d JOIN letter_file f ON f.outbox_id = d.outbox_id
				WHERE f.document_id = '${id}'`)[0]?.[0], 60000);
			await v.page.goto('/postkasse');
			await v.choose(/Ola Nordmann/);
			await v.go(`/postkasse/${letter}`);
			const [file] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('link', { name: /^Kvittering.*\.pdf/ }).click()]);
			assert.match(file.suggestedFilename(), /\.pdf$/);
			await c.go(`/saksbehandling/sak/${ref}/brev`);
			await c.go('/saksbehandling?liste=alle');
			await c.close();
			await v.close();
		});
});
