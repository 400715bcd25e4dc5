/* A paper application comes to the counter: printed form, registered at the desk, with its gaps and its scan. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pdf } from '../http/files.mjs';
import { answer, choose, closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);

async function begin(v, number = '01899699552', name = 'Ingrid Skog') {
	await v.go('/saksbehandling/registrer');
	await v.choose('Sunniva Berg');
	await v.click('button', 'Begynn');
	assert.match(await v.page.locator('.ds-error-summary').innerText(), /Velg hva søknaden gjelder/);
	await v.page.getByLabel('Hva gjelder søknaden?').selectOption('barnehageplass');
	await v.page.getByLabel('På papir').check();
	await v.page.fill('#dato', new Date().toLocaleDateString('nb-NO', { day: '2-digit', month: '2-digit', year: 'numeric' }));
	await v.page.fill('#nummer', number);
	await v.page.fill('#navn', name);
	await v.click('button', 'Begynn');
	await v.page.getByText('Du registrerer for').waitFor();
}

test('a caseworker registers a paper, leaves open what it lacks, and adds the scan', async () => {
	const v = await visitor();
	await begin(v);
	await answer(v, { 'Hva heter barnet': 'Live Skog' });
	await choose(v, 'Bor barnet i kommunen?', 'Ja');
	await v.click('button', 'Lagre og fortsett senere');
	await v.page.getByText('Registreringen er lagret').waitFor();
	await v.click('link', 'Søknad om barnehageplass for Ingrid Skog');
	await v.go(v.page.url().replace(/[^/]*$/, 'oppsummering'));
	await v.page.setInputFiles('#skann', { name: 'søknad.pdf', mimeType: 'application/pdf', buffer: pdf() });
	await v.click('button', 'Last opp');
	await v.page.getByText('søknad.pdf').first().waitFor();
	await v.click('button', 'Registrer søknaden');
	assert.match(await v.page.locator('.ds-error-summary').innerText(), /Velg hvorfor dette mangler/);
	for (const s of await v.page.locator('select[name^="mangel."]').all())
		await s.selectOption('missing');
	await v.click('button', 'Registrer søknaden');
	await v.page.getByText('Søknaden er registrert').waitFor();
	await v.page.getByText('Mangler i søknaden').waitFor();
	await v.close();
});

test('the same without JavaScript on a telephone; the form to print', async () => {
	const v = await visitor({ js: false, width: 360 });
	await v.go('/tjenester/barnehageplass/skjema');
	await v.go('/tjenester/redusert-foreldrebetaling/skjema');
	await begin(v, '68467038838', 'Amina Yusuf');
	await answer(v, { 'Hva heter barnet': 'Sami Yusuf' });
	await v.click('button', 'Neste');
	await v.click('link', 'Slett søknaden');
	await v.click('button', 'Slett registreringen');
	await v.page.getByText('Registreringen er slettet').waitFor();
	await v.close();
});
