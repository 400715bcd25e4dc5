/* A certificate of completion: asked for from the case of the permission, given for a time at the desk, and what both sides see. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { caseRow } from '../http/decide.mjs';
import { permit } from '../http/permit.mjs';
import { choose, closeBrowser, visitor } from './helper.mjs';

const main = async v => (await v.page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ');
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });

before(() => new Visitor(base).login('kari', '/mine-saker'));		// she is known to us
after(closeBrowser);

async function asks(v, ref) {
	await v.go(`/mine-saker/${ref}`);
	await v.choose(/Kari Nordmann/);
	await v.click('button', 'Be om ferdigattest');
	assert.match(await main(v), new RegExp(`Svarene er hentet fra sak ${ref}[\\s\\S]*Er alt som står i tillatelsen, ferdig`));
	await choose(v, /Er alt som står i tillatelsen, ferdig/, 'Nei');
	await v.click('button', 'Neste');		// what more is asked comes then, without JavaScript
	await v.page.getByLabel('Hva gjenstår?').fill('Maling utvendig');
	await v.page.getByLabel('Når skal resten være ferdig?').fill(day(90));
	await choose(v, /Er det trygt å ta det i bruk/, 'Ja');
	await v.click('button', 'Neste');
	await v.page.getByLabel('Hva har du gjort for at det er trygt?').fill('Trappen er stengt.');
	await v.click('button', 'Neste');
	await choose(v, /Står det slik situasjonsplanen viser/, 'Ja');
	await choose(v, /Er noe annet bygd på en annen måte/, 'Nei');
	await v.click('button', 'Neste');
	await v.page.getByLabel('E-postadresse').fill('kari@example.no');
	await v.page.getByLabel('Telefonnummer').fill('400 00 001');
	await v.click('button', 'Neste');
	await v.page.getByLabel(/Det er bygd etter tillatelsen/).check();
	await v.page.getByLabel(/Opplysningene er riktige/).check();
	await v.click('button', /Neste|Se over/);
	await v.click('button', /^Send/);
	await v.go(`/mine-saker/${ref}`);
	assert.match(await main(v), new RegExp(`Deler av saken[\\s\\S]*Anmodning om ferdigattest[\\s\\S]*${ref}-2`));
	await v.click('link', 'Anmodning om ferdigattest');
	assert.match(await main(v), /Tid til du får svar/);
}

async function decides(ref, how) {
	const v = await visitor(how);
	await v.go(`/saksbehandling/sak/${ref}-2`);
	await v.choose('Tore Nes');
	assert.match(await main(v), /Deler av saken[\s\S]*Søknad om tiltak uten ansvarsrett/);
	await v.click('button', 'Ta saken');
	await v.click('link', 'Sjekkliste');
	for (const point of await v.page.getByLabel('I orden', { exact: true }).all())
		await point.check();
	await v.click('button', 'Lagre');
	await v.go(`/saksbehandling/sak/${ref}-2/vedtak`);
	await v.page.getByLabel('Midlertidig brukstillatelse').check();
	await v.page.getByLabel(/Det gjenstår bare mindre vesentlig arbeid/).check();
	await v.click('button', 'Se brevet');
	assert.match(await main(v), /Skriv hva som gjenstår[\s\S]*Skriv dagen det må være gjort/);
	await v.page.getByLabel('Hva gjenstår?').fill('Maling utvendig');
	await v.page.getByLabel('Når må det være gjort?').fill(day(90));
	await v.click('button', 'Se brevet');
	assert.match(await main(v), /Dette gjenstår[\s\S]*Maling utvendig[\s\S]*Det må være gjort senest/);
	await v.click('button', /^Send/);
	assert.match(await main(v), /Vedtaket er sendt/);
	await v.close();
}

async function way(how) {
	const ref = permit(), v = await visitor(how);
	await asks(v, ref);
	await decides(ref, how);
	await v.go(`/mine-saker/${ref}`);
	assert.match(await main(v), /Be om ferdigattest før[\s\S]*Du har fått midlertidig brukstillatelse/);
	await v.close();
}

describe('what follows a permission', () => {
	test('on a screen', () => way({}));
	test('on a telephone, without JavaScript', () => way({ js: false, width: 360, height: 740 }));
});

/* On paper: the caseworker names the case. */
async function registers(how) {
	const ref = permit(), v = await visitor(how);
	await v.go('/saksbehandling/registrer');
	await v.choose('Tore Nes');
	await v.page.getByLabel('Hva gjelder søknaden?').selectOption('ferdigattest');
	await v.page.getByLabel('På papir').check();
	await v.page.fill('#dato', day(0));
	await v.page.fill('#nummer', '21879498012');
	await v.page.fill('#navn', 'Kari Nordmann');
	await v.click('button', 'Begynn');
	assert.match(await v.page.locator('.ds-error-summary').innerText(), /Skriv nummeret til saken den følger opp/);
	await v.page.getByLabel('Hvilken sak følger den opp?').fill(ref);
	await v.click('button', 'Begynn');
	assert.match(await main(v), new RegExp(`Den følger opp sak ${ref}[\\s\\S]*Beskrivelse fra søknaden`));
	assert.equal(await v.page.getByLabel('Beskrivelse fra søknaden').inputValue(), 'Dobbel garasje');
	await v.close();
}

/* A case that the complaint body has: what it came to may be for a time. */
async function changes(how) {
	const ref = permit(), v = await visitor(how);
	sql(`SET session_replication_role = replica; UPDATE case_file SET service = r.service, release_id = r.id, state = 'appeal', outcome = 'reject', answers = '<ferdigattest/>',
		assigned_to = (SELECT id FROM desk_user WHERE subject = 'ansatt-9998-6') FROM template_release r
		WHERE r.service = 'ferdigattest' AND r.in_force AND case_file.ref = '${ref}'`);
	await v.go(`/saksbehandling/sak/${ref}/klage`);
	await v.choose('Tore Nes');
	await v.page.getByLabel('Vedtaket er endret').check();
	await v.page.getByLabel('Hva er det endret til?').selectOption('temporary');
	await v.page.getByLabel('Når ble den avgjort?').fill(day(0));
	await v.click('button', 'Se brevet til søkeren');
	assert.match(await v.page.locator('.ds-error-summary').innerText(), /Skriv hva som gjenstår[\s\S]*Skriv dagen det må være gjort/);
	await v.page.getByLabel('Hva gjenstår?').fill('Maling utvendig');
	await v.page.getByLabel('Når må det være gjort?').fill(day(90));
	await v.click('button', 'Se brevet til søkeren');
	assert.match(await main(v), /Dette gjenstår[\s\S]*Maling utvendig[\s\S]*Det må være gjort senest/);
	await v.click('button', /^(Send|Registrer)/);
	assert.deepEqual(caseRow(ref, 'state, outcome'), ['remaining', 'temporary']);
	await v.close();
}

describe('at the desk', () => {
	test('what came on paper is registered in its case, on a screen', () => registers({}));
	test('and without JavaScript, on a telephone', () => registers({ js: false, width: 360, height: 740 }));
	test('what the complaint body gave for a time has what remains and by when', () => changes({}));
});
