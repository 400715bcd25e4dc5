/* An inspection is noted with a photo, and the party says what is done: every page. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { base, sql, until } from '../harness/stack.mjs';
import { Visitor } from '../harness/http.mjs';
import { send } from '../http/apply.mjs';
import { png } from '../http/files.mjs';
import { begun, tell } from '../http/neighbours.mjs';
import { closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);

const main = v => v.page.locator('main').innerText();
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });

/* A case that is taken; its number. */
async function taken() {
	const v = await begun(), s = new Visitor(base);
	await tell(v);
	await send(v);
	const ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1];
	await s.loginStaff('ansatt-9998-1');
	await s.go(`${base}/saksbehandling/sak/${ref}`);
	await s.submit({}, { action: '/ta' });
	return ref;
}

test('a note is written and sent, the party answers, and the remarks are closed', async () => {
	const ref = await taken(), s = await visitor();
	await s.page.goto(`/saksbehandling/sak/${ref}/tilsyn`);
	await s.choose(/Sunniva Berg/);
	assert.match(await main(s), /ikke sendt noe notat/);
	await s.click('link', 'Skriv notat fra tilsyn');
	await s.click('button', 'Se brevet');
	assert.match(await main(s), /Skriv hva dere så/);
	await s.page.getByLabel('Når var dere på tilsyn?').fill(day(0));
	await s.page.getByLabel('Hvem var til stede?').fill('Kari Nordmann og Sunniva Berg');
	await s.page.getByLabel('Hva så dere?').fill('Boden er satt opp der det er søkt om.\nTaket mangler renner.');
	await s.page.getByRole('group', { name: 'Merknad 1' }).getByLabel('Hva må rettes?').fill('Sett opp takrenner og led vannet bort fra naboen.');
	await s.page.getByRole('group', { name: 'Merknad 1' }).getByLabel('Frist').fill(day(0));
	await s.page.getByRole('group', { name: 'Merknad 2' }).getByLabel('Hva må rettes?').fill('Rydd tomten.');
	await s.page.getByRole('group', { name: 'Merknad 2' }).getByLabel('Frist').fill(day(30));
	await s.page.getByLabel('Velg filer').setInputFiles({ name: 'taket-sett-fra-nord.png', mimeType: 'image/png', buffer: png() });
	await s.click('button', 'Lagre utkastet');
	assert.match(await main(s), /taket-sett-fra-nord\.png/);
	await s.click('button', 'Se brevet');
	assert.match(await main(s), /Sett opp takrenner/);
	await s.click('button', 'Send brevet');
	assert.match(await main(s), /Notatet er sendt/);
	await s.go(`/saksbehandling/sak/${ref}`);
	assert.match(await main(s), /Åpne merknader: 2/);
	assert.match(await main(s), /Dette kan ikke gjøres før merknadene er lukket/);
	await until('the letter is made', () => sql(`SELECT 1 FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.template = 'inspection'`).length > 0, 40000);

	const v = await visitor({ js: false, width: 360 });
	await v.page.goto(`/logginn?til=/mine-saker/${ref}`);
	await v.choose(/Kari Nordmann/);
	assert.match(await main(v), /Etter tilsynet/);
	await v.click('link', /Si fra at det er gjort .merknad 1/);
	assert.ok(await v.page.getByLabel(/Sett opp takrenner/).isChecked());
	await v.page.getByLabel('Hva vil du fortelle oss?').fill('Rennene er satt opp.');
	await v.click('button', 'Send', { exact: true });
	assert.match(await main(v), /Du sa fra/);

	await s.go(`/saksbehandling/sak/${ref}/tilsyn`);
	assert.match(await main(s), /Parten sa fra/);
	await s.page.getByText('Lukk eller utsett').first().click();
	await s.page.getByLabel('Den er rettet').first().check();
	await s.page.getByLabel('Hvorfor?').first().fill('Rennene er på plass.');
	await s.click('button', 'Lagre');
	assert.match(await main(s), /Rettet/);
	await s.go('/saksbehandling/tilsyn');
	assert.match(await main(s), /Rydd tomten/);
	await v.close();
	await s.close();
});
