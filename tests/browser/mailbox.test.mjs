/* The mailbox, a letter, the control of one, and the desk's letters: as they are met. */
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
