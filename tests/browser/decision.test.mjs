/* Four eyes, conditions, and a complaint from the party to its end, in a real browser. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { applied } from '../http/apply.mjs';
import { appliedPrice, staff } from '../http/decide.mjs';
import { closeBrowser, visitor } from './helper.mjs';

const main = v => v.page.locator('main').innerText();
const today = new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });

after(closeBrowser);

async function desk(who, path, how = {}) {
	const v = await visitor(how);
	await v.go(path);
	await v.choose(who);
	return v;
}

/* Writes, keeps, proposes; it comes back, and is proposed once more. */
async function propose(v, at) {
	await v.go(`${at}/vedtak`);
	await v.click('button', 'Se brevet');
	assert.match(await v.page.title(), /^Feil: /);
	await v.page.getByRole('radio', { name: 'Avslag' }).check();
	if (v.js)
		assert.equal(await v.page.getByLabel(/si fra til oss hvis inntekten/).isVisible(), false, 'conditions of a grant are hidden');
	await v.page.getByRole('radio', { name: 'Innvilget' }).check();
	await v.page.getByLabel(/satt ned til seks prosent/).check();
	await v.page.getByLabel(/si fra til oss hvis inntekten/).check();
	await v.page.getByLabel(/Utdypende begrunnelse/).fill('Prisen er 900 kroner.');
	await v.click('button', 'Lagre utkast');
	assert.match(await main(v), /Utkastet til vedtak er lagret/);
	await v.click('link', 'Skriv vedtak');
	await v.click('button', 'Se brevet');
	assert.match(await main(v), /Vilkår[\s\S]*si fra til oss/);
	await v.click('button', 'Send til godkjenning');
	assert.match(await main(v), /sendt til godkjenning/);
}

async function complain(v, ref) {
	await v.go(`/mine-saker/${ref}`);
	await v.choose(/Kari Nordmann/);
	await v.click('link', 'Klag på vedtaket');
	await v.click('button', 'Send klagen');
	assert.match(await v.page.title(), /^Klage/);
	assert.match(await main(v), /Skriv hva du klager på/);
	await v.page.getByLabel('Hva klager du på, og hvorfor?').fill('Inntekten er feil.\nSe på lønnsslippen.');
	await v.page.getByLabel(/Hva vil du ha endret/).fill('Lavere pris.');
	await v.click('button', 'Lagre og fortsett senere');
	await v.click('link', 'Klag på vedtaket');
	await v.click('button', 'Send klagen');
	assert.match(await main(v), /Klagen er sendt/);
}

async function uphold(v, at) {
	await v.go(at);
	await v.click('link', 'Klage');
	assert.match(await main(v), /Se på lønnsslippen/);
	await v.click('button', 'Se brevene');
	assert.match(await v.page.title(), /^Feil: /);
	await v.page.getByLabel('Hvorfor blir vedtaket stående?').fill('Inntekten er den i skattemeldingen.');
	await v.click('button', 'Se brevene');
	assert.match(await main(v), /Til klageinstansen[\s\S]*Til søkeren/);
	await v.click('button', 'Send klagen videre');
	assert.match(await main(v), /Klagen er sendt til klageinstansen/);
	await v.go(`${at}/klage`);
	await v.page.getByLabel('Vedtaket står').check();
	await v.page.getByLabel('Når ble den avgjort?').fill(today);
	await v.click('button', 'Se brevet til søkeren');
	await v.click('button', 'Registrer og send brevet');
	assert.match(await main(v), /Avgjørelsen av klagen er registrert/);
}

describe('a decision by four eyes, complained of and upheld', () => {
	for (const js of [true, false])
		test(`with JavaScript ${js ? 'on' : 'off'}`, async () => {
			const { ref } = await appliedPrice(), at = `/saksbehandling/sak/${ref}`;
			await (await staff('ansatt-9998-1', ref)).does('ta');
			const one = await desk(/Sunniva Berg/, at, { js });
			await propose(one, at);
			const two = await desk(/Randi Holm/, '/saksbehandling/til-godkjenning', { js, width: js ? 360 : 1280 });
			await two.click('link', ref);
			await two.click('button', 'Send tilbake');
			assert.match(await main(two), /Skriv hva saksbehandleren skal gjøre/);
			await two.click('button', 'Godkjenn og send');
			assert.match(await main(two), /Vedtaket er sendt til søkeren/);
			await two.close();
			const kari = await visitor({ js, width: 360, height: 740 });
			await complain(kari, ref);
			await uphold(one, at);
			await one.close();
			await kari.go(`/mine-saker/${ref}`);
			assert.match(await main(kari), /Klagen er avgjort: vedtaket står/);
			await kari.close();
		});
});

test('a decision is corrected, annulled and complained of on paper, and a complaint is taken back', async () => {
	const v = await applied(), at = `/saksbehandling/sak/${v.ref}`, c = await staff('ansatt-9998-1', v.ref);
	await c.does('ta');
	await c.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
	const one = await desk(/Sunniva Berg/, at, { width: 640, height: 450 });		/* 1280 wide at 200 % */
	await one.click('link', 'Rett, endre eller opphev');
	await one.page.getByRole('radio', { name: 'Vedtaket opphevet' }).check();
	await one.page.getByLabel(/bygger på opplysninger som ikke var riktige/).check();
	await one.click('button', 'Se brevet');
	assert.match(await main(one), /Vi opphever vedtaket fra/);
	await one.click('button', 'Endre');
	await one.page.getByRole('radio', { name: 'Avslag' }).check();
	await one.page.getByLabel(/kom etter fristen til hovedopptaket/).check();
	await one.click('button', 'Se brevet');
	await one.click('button', 'Send vedtaket');
	await one.click('link', 'Klage');
	await one.click('button', 'Registrer klagen');
	await one.page.getByLabel('Når kom klagen inn?').fill(today);
	await one.page.getByLabel('Hva gjelder klagen, og hvorfor?').fill('Kom i posten.');
	await one.click('button', 'Registrer klagen');
	assert.match(await main(one), /Klagen er registrert/);
	await one.close();
	const kari = await visitor({ width: 360, height: 740 });
	await kari.go(`/mine-saker/${v.ref}`);
	await kari.choose(/Kari Nordmann/);
	await kari.click('link', 'Trekk klagen');
	await kari.click('button', 'Trekk klagen');
	assert.match(await main(kari), /Klagen er trukket/);
	await kari.close();
});
