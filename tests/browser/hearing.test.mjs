/* Neighbours are told, one answers with the code on paper and one with a login, and a body is asked: every page. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { sql } from '../harness/stack.mjs';
import { begun, letter, nora, parties, reply, opened, tell } from '../http/neighbours.mjs';
import { closeBrowser, visitor } from './helper.mjs';

const main = v => v.page.locator('main').innerText();

after(closeBrowser);

async function way(options) {
	const far = { ...nora, bruksnummer: '35', navn: 'Nils Nabo med et ganske langt navn', adresse: 'Storgata 3' };
	const filled = await begun('kari', [nora, far, { ...nora, bruksnummer: '36', navn: 'Uten Adresse', adresse: '' }]);
	const kari = await visitor(options);
	await kari.page.goto(`/logginn?til=${new URL(filled.draft).pathname}/nabovarsel`);
	await kari.choose(/Kari Nordmann/);
	assert.match(await main(kari), /Vi mangler navn eller full adresse/);
	await kari.click('link', 'Se varselet slik det blir');
	assert.match(await main(kari), /En bod til sykler/);
	await kari.click('link', /Tilbake$/);
	await kari.click('button', 'Send varselet');
	assert.match(await main(kari), /Varselet er på vei/);

	const [first, second] = [nora, far].map(n => parties(filled).find(p => p.name === n.navn));
	const { code } = await letter(first.id), n = await visitor(options);
	await n.go('/uttalelse');
	await n.page.getByLabel('Kode').fill('FEIL-KODE-HER2');
	await n.click('button', 'Åpne varselet');
	assert.match(await main(n), /Vi kjenner ikke koden/);
	await n.page.getByLabel('Kode').fill(code);
	await n.click('button', 'Åpne varselet');
	assert.match(await main(n), /En bod til sykler/);
	await n.click('button', 'Send svaret');
	assert.match(await main(n), /Velg om du har merknader eller ikke/);
	await n.page.getByLabel('Jeg har merknader').check();
	await n.page.getByLabel('Merknadene dine').fill('Boden står for nær grensen.\nJeg vil helst ha den en meter lenger inn.');
	await n.click('button', 'Send svaret');
	assert.match(await main(n), /Takk for svaret/);
	await n.go('/uttalelse');
	await n.page.getByLabel('Kode').fill(code);
	await n.click('button', 'Åpne varselet');
	assert.match(await main(n), /Koden er brukt/);
	await n.close();

	const ola = await visitor(options);
	await ola.page.goto('/logginn?til=/uttalelse');
	await ola.choose(/Ola Nordmann/);
	sql(`UPDATE hearing_party SET person_id = (SELECT s.person_id FROM session s JOIN person p ON p.id = s.person_id WHERE p.name LIKE 'Ola%'
		ORDER BY s.created_at DESC LIMIT 1) WHERE id = '${second.id}'`);
	await ola.go('/uttalelse');
	await ola.click('link', /Varsel fra Kari/);
	await ola.page.getByLabel('Jeg har ingen merknader').check();
	await ola.click('button', 'Send svaret');
	assert.match(await main(ola), /Takk, vi har fått svaret ditt/);
	await ola.close();

	await kari.go(`${new URL(filled.draft).pathname}/nabovarsel`);
	await kari.page.getByLabel(/Kommentaren din/).fill('Vi flytter den en meter.');
	await kari.click('button', /Lagre kommentaren/);
	assert.match(await main(kari), /Kommentaren er lagret/);
	await kari.go(`${new URL(filled.draft).pathname}/oppsummering`);
	await kari.close();
}

describe('a neighbour is told and answers', () => {
	test('on a screen', () => way({}));
	test('on a telephone, without JavaScript', () => way({ js: false, width: 360, height: 740 }));
});
