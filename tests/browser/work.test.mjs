/* A caseworker's own tools in a browser: a case given away with a message, noted, labelled, followed; many written to. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { answers, applied } from '../http/apply.mjs';
import { settled } from '../http/asked.mjs';
import { closeBrowser, visitor } from './helper.mjs';

const refs = [];
before(async () => {
	for (const who of ['kari', 'ola', 'kari'])
		refs.push((await applied(who)).ref);
});
after(closeBrowser);

async function staff(name, how) {
	const v = await visitor(how);
	await v.go('/saksbehandling/folger');
	await v.choose(name);
	return v;
}
const main = v => v.page.locator('main').innerText();

for (const width of [360, 1280])
	test(`a word without an end keeps within a page of ${width}`, async () => {
		const all = answers(), label = `BARNEHAGEOPPTAKSVEDTEKTSENDRINGSMELD${width}`;
		all.kontakt.beskjed = `https://barnehage.example/${'plass'.repeat(60)}`;
		const { ref } = await applied('kari', all), v = await staff('Sunniva Berg', { js: false, width });
		await v.go(`/saksbehandling/sak/${ref}/merker`);
		await v.page.getByLabel('Nytt merke').fill(label);
		await v.click('button', 'Lagre');
		assert.match(await main(v), new RegExp(`${label}[\\s\\S]*plassplass`));
		for (const path of [`/sak/${ref}/merker`, '/merket', `?liste=alle&merke=${label}`])
			await v.go(`/saksbehandling${path}`);
		await v.go(`/saksbehandling/sak/${ref}/oppfolging`);
		await v.page.getByLabel('Dag', { exact: true }).fill('1.2.2031');
		await v.page.getByLabel(/^Hva/).fill('ring'.repeat(45));
		await v.click('button', 'Lagre');
		await v.go('/saksbehandling/oppfolging');
		assert.match(await main(v), /ringring/);
		await settled(ref);
		await v.go(`/saksbehandling/sak/${ref}`);
		await v.click('link', 'Kvittering for søknad om barnehageplass');
		assert.match(await main(v), /plassplass/);
		await v.close();
	});

test('two work on a case, and see each other', async () => {
	const a = await staff('Sunniva Berg', { width: 1280 }), b = await staff('Petter Lie', { width: 1280 }), at = `/saksbehandling/sak/${refs[0]}`;
	await a.go(at);
	await a.click('button', 'Ta saken');
	await a.page.getByLabel('Nytt notat').fill('Mor ringte.\nHun flytter i mai.');
	await a.click('button', 'Lagre notatet');
	await a.click('link', 'Sett merker');
	await a.page.getByLabel('Nytt merke').fill('ringt mor');
	await a.click('button', 'Lagre');
	await a.go(`${at}/oppfolging`);
	await a.page.getByLabel('Dag', { exact: true }).fill('snart');
	await a.click('button', 'Lagre');
	assert.match(await a.page.title(), /^Feil: /);
	await b.go(`${at}/oppfolging`);
	await a.page.getByLabel('Dag', { exact: true }).fill('1.2.2027');
	await a.click('button', 'Lagre');
	await b.page.getByLabel('Dag', { exact: true }).fill('3.4.2027');
	await b.click('button', 'Lagre');
	assert.match(await main(b), /Sunniva Berg endret dette/);
	await b.go(at);
	assert.match(await main(b), /Sunniva Berg (har saken åpen|skriver)/);
	await b.click('button', 'Følg saken');
	await a.go(`${at}/gi-videre`);
	await a.click('button', 'Gi videre');
	assert.match(await a.page.title(), /^Feil: /);
	await a.page.getByRole('radio', { name: /Petter Lie/ }).check();
	await a.page.getByLabel(/^Melding/).fill('Kan du ta denne?');
	await a.click('button', 'Gi videre');
	assert.match(await main(a), /Saken er gitt til Petter Lie/);
	await b.go('/saksbehandling/folger');
	assert.match(await main(b), /Nytt/);
	await b.click('link', refs[0]);
	assert.match(await main(b), /Sunniva Berg til deg[\s\S]*Kan du ta denne\?/);
	await b.click('link', /^Frigi til søkeren/, { exact: false });
	await b.click('button', 'Frigi notatet');
	assert.match(await main(b), /Søkeren kan se notatet/);
	await b.click('link', 'ringt mor');
	await b.go('/saksbehandling/oppfolging');
	await b.close();
	await a.close();
});

for (const [js, width] of [[true, 1280], [false, 360]])
	test(`many are written to and given to others ${js ? 'with' : 'without'} JavaScript`, async () => {
		const v = await staff('Sunniva Berg', { js, width }), label = js ? 'mange' : 'mange igjen';
		for (const ref of refs) {
			await v.page.goto(`/saksbehandling/sak/${ref}/merker`);
			await v.page.getByLabel('Nytt merke').fill(label);
			await Promise.all([v.page.waitForEvent('load'), v.page.getByRole('button', { name: 'Lagre' }).click()]);
		}
		const tick = async () => {
			await v.go(`/saksbehandling/merket?merke=${encodeURIComponent(label)}`);
			for (const ref of refs)
				await v.page.getByRole('checkbox', { name: `Velg sak ${ref}` }).check();
		};
		await tick();
		await v.click('button', 'Skriv brev');
		await v.page.getByLabel('Hva gjelder brevet?').fill('Planleggingsdag');
		await v.click('button', 'Se brevet');
		assert.match(await v.page.title(), /^Feil: /);
		await v.page.getByLabel('Teksten i brevet').fill('Barnehagen er stengt 2. januar.\nVi sees den 3.');
		await v.click('button', 'Se brevet');
		await v.click('button', 'Send 3 brev');
		assert.match(await main(v), /av 3 brev ligger i postkassene/);
		await tick();
		await v.click('button', 'Fordel');
		await v.page.getByRole('checkbox', { name: /Petter Lie/ }).check();
		await v.page.getByRole('checkbox', { name: /Randi Holm/ }).check();
		await v.click('button', 'Fordel 3 saker');
		assert.match(await main(v), /3 saker fordelt/);
		await v.click('button', 'Angre');
		assert.match(await main(v), /Dette ble angret/);
		await v.go('/saksbehandling/fordeling');
		await v.click(v.page.getByRole('button', { name: /Fordel sakene til/ }));
		await v.close();
	});
