/* What the complaint body came to: its letter attached, the letter to the party read over; a case that is let go of; a graded child. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { base, sql } from '../harness/stack.mjs';
import { appliedPrice, caseRow, staff } from '../http/decide.mjs';
import { answers, applied, places, year } from '../http/apply.mjs';
import { pdf, zip } from '../http/files.mjs';
import { closeBrowser, visitor } from './helper.mjs';

const today = new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const main = v => v.page.locator('main').innerText();
after(closeBrowser);

async function desk(name, to, how = {}) {
	const v = await visitor(how);
	await v.go(to);
	await v.choose(name);
	return v;
}

/* A refusal that was complained of. */
async function complained() {
	const v = await applied(), c = await staff('ansatt-9998-1', v.ref);
	await c.does('ta');
	await c.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
	await v.go(`${base}/mine-saker/${v.ref}/klage`);
	await v.post(`${base}/mine-saker/${v.ref}/klage`, { csrf: v.csrf, klage: 'Vi bor her.', endring: '', handling: 'send' });
	return { v, c };
}

/* And with its body. */
async function appealed() {
	const { v, c } = await complained();
	assert.equal((await c.does('klage/opprettholde', { vurdering: 'Det var fullt.' })).status, 303);
	return v.ref;
}

describe('a complaint that is treated', () => {
	for (const how of [{ js: true, width: 1280 }, { js: false, width: 360 }])
		test(`is dismissed, JavaScript ${how.js ? 'on' : 'off'}, ${how.width} wide`, async () => {
			const { v } = await complained(), one = await desk(/Sunniva Berg/, `/saksbehandling/sak/${v.ref}/klage`, how);
			await one.click('link', 'Avvis klagen');
			await one.click('button', 'Se brevet');
			assert.match(await main(one), /Velg hvorfor klagen ikke kan behandles/);
			await one.page.getByLabel(/har ikke klagerett/).check();
			await one.page.getByLabel('Begrunnelse').fill('Dere fikk plassen dere ba om.');
			await one.click('button', 'Se brevet');
			assert.match(await main(one), /Det går til Kari Nordmann[^]*Dere fikk plassen dere ba om\.[^]*«Mine saker»/);
			await one.click('button', 'Avvis klagen og send brevet');
			assert.match(await main(one), /Klagen er avvist, og brevet er på vei/);
			assert.deepEqual(caseRow(v.ref, 'state'), ['dismissed']);
			await one.close();
			const kari = await visitor(how);
			await kari.page.goto(`/logginn?til=/mine-saker/${v.ref}`);
			await kari.choose(/Kari Nordmann/);
			assert.match(await main(kari), /Klagen er avvist[^]*hvordan du kan klage på det/);
			await kari.close();
		});
});

describe('a changed decision', () => {
	for (const how of [{ js: true, width: 1280 }, { js: false, width: 360 }])
		test(`is registered with the body's letter, JavaScript ${how.js ? 'on' : 'off'}, ${how.width} wide`, async () => {
			const ref = await appealed(), one = await desk(/Sunniva Berg/, `/saksbehandling/sak/${ref}/klage`, how);
			await one.page.getByLabel('Begrunnelsen deres').fill('Skrevet før brevet.');
			await one.page.getByText('Registrer en klage som kom på papir').click();
			await one.page.getByLabel('Hva gjelder klagen, og hvorfor?').fill('En klage til.');
			await one.page.getByLabel('Velg filer').setInputFiles({ name: 'arkiv.zip', mimeType: 'application/zip', buffer: zip() });
			await one.click('button', 'Last opp');
			assert.match(await main(one), /arkiv\.zip/);
			await one.page.getByLabel('Velg filer').setInputFiles({ name: 'Vedtak i klagesak.pdf', mimeType: 'application/pdf', buffer: pdf() });
			await one.click('button', 'Last opp');
			assert.match(await main(one), /Vedtak i klagesak\.pdf/);
			assert.equal(await one.page.getByLabel('Begrunnelsen deres').inputValue(), 'Skrevet før brevet.');
			assert.equal(await one.page.getByLabel('Hva gjelder klagen, og hvorfor?').inputValue(), 'En klage til.');
			await one.page.getByLabel('Hva gjelder klagen, og hvorfor?').fill('');
			await one.page.getByRole('radio', { name: 'Vedtaket står' }).check();
			assert.equal(await one.page.getByLabel('Fra hvilken dag?').isVisible(), false);
			await one.page.getByRole('radio', { name: 'Vedtaket er endret' }).check();
			await one.page.getByLabel('Når ble den avgjort?').fill(today);
			await one.click('button', 'Se brevet til søkeren');
			assert.match(await main(one), /Velg hva vedtaket er endret til/);
			await one.page.getByLabel('Hva er det endret til?').selectOption('grant');
			await one.page.getByLabel('Hvilken plass gjelder det?').selectOption(places()[0]);
			await one.page.getByLabel('Fra hvilken dag?').fill(`16.08.${year}`);
			await one.click('button', 'Se brevet til søkeren');
			assert.match(await main(one), /Dette gjelder nå/);
			await one.click('button', 'Endre');
			await one.click('button', 'Se brevet til søkeren');
			await one.click('button', 'Registrer og send brevet');
			assert.match(await main(one), /Avgjørelsen av klagen er registrert/);
			await one.go(`/saksbehandling/sak/${ref}/klage`);
			await one.close();
			assert.equal(caseRow(ref, 'outcome')[0], 'grant');
			const kari = await visitor(how);
			await kari.go(`/mine-saker/${ref}`);
			await kari.choose(/Kari Nordmann/);
			assert.match(await main(kari), /Saken slettes/);
			await kari.click('link', 'Alle dokumentene i saken');
			assert.match(await main(kari), /Vedtak i klagesak\.pdf/);
			await kari.close();
		});
});

test('who turns out to be disqualified lets go of the case, and sees the message that did not go', async () => {
	const { ref } = await appliedPrice(), at = `/saksbehandling/sak/${ref}/gi-videre`, one = await desk(/Petter Lie/, `/saksbehandling/sak/${ref}`, { width: 360, height: 740 });
	await one.click('button', 'Ta saken');
	await one.go(at);
	const [id] = caseRow(ref, 'id');
	sql(`UPDATE case_file SET person_id = person_id WHERE ref = '${ref}';
		INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) SELECT '9998', '${id}', assigned_to, 'Naboen min' FROM case_file WHERE ref = '${ref}'`);
	await one.page.getByRole('radio', { name: /Randi Holm/ }).check();
	await one.page.getByLabel('Melding til den som tar over').fill('Ring mor før jul.');
	await one.click('button', 'Gi videre');
	assert.match(await main(one), /Du kan gi fra deg saken, men ikke skrive i den[\s\S]*Ring mor før jul\./);
	await one.click('button', 'Gi videre');
	assert.match(await main(one), /Saken er gitt til Randi Holm/);
	await one.close();
});

test('a leader notes that a child\'s address is graded', async () => {
	const child = '10852550061', { ref } = await applied('kari', { ...answers(), barnet: { ...answers().barnet, barn_pid: child } });
	try {
		const randi = await desk(/Randi Holm/, `/saksbehandling/sak/${ref}`, { width: 360, height: 740 });
		await randi.click('link', 'Endre adressebeskyttelse');
		await randi.page.getByLabel(new RegExp(child)).selectOption('confidential');
		await randi.click('button', 'Lagre');
		assert.match(await main(randi), /Opplysningene om adressebeskyttelse er lagret/);
		await randi.close();
	} finally {
		sql(`UPDATE person SET graded = NULL WHERE pid = '${child}'`);
	}
});
