/* The whole story in a real browser, with JavaScript and without: from a life event to a decision. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { base, neighbour, sql, until } from '../harness/stack.mjs';
import { answer, choose, closeBrowser, transfer, visitor } from './helper.mjs';

const year = new Date().getFullYear() + 1;
const letterCount = ref => Number(sql(`SELECT count(*) FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}'`)[0][0]);

after(closeBrowser);

async function apply(v, child) {
	await v.go('/');
	await v.click('link', 'Få barn');
	await v.click('link', 'Gå til tjenesten for å Søk om barnehageplass');
	await v.page.getByRole('link', { name: 'Logg inn' }).first().click();
	await v.choose(/Kari Nordmann/);
	await v.click('button', await v.page.getByRole('button', { name: 'Start en ny søknad' }).count() ? 'Start en ny søknad' : 'Start søknaden');

	await v.click('button', 'Neste');		/* with nothing answered */
	assert.match(await v.page.title(), /^Feil: /);
	assert.equal(await v.page.evaluate(() => document.activeElement.className).catch(() => 'ds-error-summary'), 'ds-error-summary');
	await answer(v, { 'Hva heter barnet?': child, 'Hva er fødselsnummeret til barnet?': '14832560252' });
	await choose(v, 'Bor barnet i kommunen?', 'Ja');
	await v.click('button', 'Neste');

	await choose(v, 'Hva søker dere om?', 'Ny plass');
	await answer(v, { 'Når ønsker dere at barnet skal begynne?': `16.08.${year}` });
	await choose(v, 'Hvor mye plass trenger dere?', 'Hel plass (41 timer eller mer i uken)');
	await v.click('button', 'Neste');

	await v.page.locator('select[name="onske.1.barnehage"]').selectOption({ index: 3 });
	await v.settle();
	await v.click(v.page.locator('button[value="legg-til:onske"]'));
	assert.equal(await v.page.evaluate(() => document.activeElement.id), 'onske-rad-2');
	await v.page.locator('select[name="onske.2.barnehage"]').selectOption({ index: 5 });
	await v.settle();
	await v.click(v.page.locator('button[value="opp:onske:2"]'));
	await choose(v, /tilbud om plass i en annen barnehage/, 'Ja');
	await v.click('button', 'Neste');

	await choose(v, /Har barnet søsken/, 'Ja');
	if (!v.js)
		await v.click('button', 'Neste');	/* the row of siblings comes with the next page */
	await answer(v, { 'Hva heter søskenet?': 'Noah Nordmann' });
	await v.page.locator('select[name="sosken.1.barnehage"]').selectOption({ index: 2 });
	await v.settle();
	await v.click('button', 'Neste');

	await choose(v, /Søker dere om prioritet/, 'Nei');
	await v.click('button', 'Neste');

	await answer(v, { 'E-postadresse': 'kari@example.no', 'Telefonnummer': '40000001' });
	await choose(v, /en til som har foreldreansvar/, 'Nei');
	await v.click('button', 'Neste');

	await answer(v, { 'Jeg har foreldreansvar': true, 'Jeg har forstått': true, 'Opplysningene er riktige': true });
	await v.settle();
	await v.click('button', 'Neste');
	assert.match(v.page.url(), /oppsummering$/);
	await v.click('button', 'Send søknaden');
	assert.match(v.page.url(), /kvittering$/);
	return /mine-saker\/([^/]+)\//.exec(v.page.url())[1];
}

async function decide(v, ref) {
	await v.go('/saksbehandling');
	await v.choose(/Sunniva|Astrid/);
	await v.click('link', /^Ledige/, { exact: false });
	await v.click('link', ref);
	await v.click('button', 'Ta saken');
	await v.click('link', 'Skriv vedtak');
	await v.click('button', 'Se brevet');		/* nothing chosen */
	assert.match(await v.page.title(), /^Feil: /);
	await v.page.getByRole('radio', { name: 'Plass gitt' }).check();
	await v.page.getByLabel('Barnehage', { exact: true }).selectOption({ index: 3 });
	await v.page.getByLabel(/Det var ledig plass i barnehagen dere satte øverst/).check();
	await v.click('button', 'Se brevet');
	await v.click('button', 'Send vedtaket');
	assert.match(await v.page.locator('main').innerText(), /Vedtaket er sendt/);
}

for (const js of [true, false])
	describe(`the story ${js ? 'with' : 'without'} JavaScript`, () => {
		let ref;

		test('a citizen applies on a telephone and gets a receipt', async () => {
			const v = await visitor({ js, width: 360, height: 740 });
			ref = await apply(v, js ? 'Emma Nordmann' : 'Live Nordmann');
			await v.click('link', 'Kontroller kvitteringen');
			assert.match(await v.page.locator('main').innerText(), /Kvitteringen er ekte/);
			await until('the receipt is in the mailbox', () => letterCount(ref) === 1, 40000);
			await v.go('/postkasse');
			await v.click('link', /Kvittering for søknad/, { exact: false });
			assert.match(await v.page.locator('main').innerText(), new RegExp(ref));
			await v.close();
		});

		test('a caseworker takes the case and decides', async () => {
			assert.ok(ref, 'nothing was sent');
			const v = await visitor({ js });
			await decide(v, ref);
			await v.close();
		});

		test('the citizen reads the decision', async () => {
			assert.ok(ref, 'nothing was sent');
			await until('the decision is in the mailbox', () => letterCount(ref) === 2, 40000);
			const v = await visitor({ js, width: 360, height: 740 });
			await v.go('/mine-saker');
			await v.choose(/Kari Nordmann/);
			await v.click(v.page.locator(`a[href="/mine-saker/${ref}"]`));
			assert.match(await v.page.locator('main').innerText(), /Barnet har fått plass/);
			await v.click('link', 'Svar på søknad om barnehageplass', { exact: false });
			assert.match(await v.page.locator('main').innerText(), /Du kan klage/);
			await v.close();
		});
	});

describe('the other pages', () => {
	test('stand the judges at 360 and at 1280, in both municipalities', async () => {
		const events = ['fa-barn'];
		for (const [start, width] of [[base, 360], [base, 1280], [neighbour, 360]]) {
			const v = await visitor({ width, start });
			for (const path of ['/', ...events.map(e => `/livshendelser/${e}`), '/tjenester/barnehageplass', '/kontroll', '/kontroll/AAAA-AAAA-AAAA-AAAA',
				'/personvern', '/tilgjengelighet', '/finnes-ikke'])
				await v.go(path);
			await v.close();
		}
	});

	test('stand 200 % zoom', async () => {
		const v = await visitor({ width: 640, height: 450 });	/* 1280 wide at 200 % */
		await v.go('/');
		await v.go('/tjenester/barnehageplass');
		await v.close();
	});

	test('drafts, deleting and withdrawing', async () => {
		const v = await visitor({ width: 360, height: 740 });
		await v.go('/mine-saker');
		await v.choose(/Ola Nordmann/);
		await v.go('/postkasse');
		await v.go('/tjenester/barnehageplass');
		await v.click('button', await v.page.getByRole('button', { name: 'Start en ny søknad' }).count() ? 'Start en ny søknad' : 'Start søknaden');
		await v.go('/mine-saker');
		await v.click('link', /^Slett/, { exact: false });
		await v.click('button', 'Slett søknaden');
		await v.close();
	});
});

describe('by keyboard alone', () => {
	test('the first page of the form is filled and sent on', async () => {
		const v = await visitor();
		await v.go('/tjenester/barnehageplass');
		await v.page.keyboard.press('Tab');
		assert.equal(await v.page.evaluate(() => document.activeElement.getAttribute('href')), '#innhold');
		await v.page.getByRole('link', { name: 'Logg inn' }).first().focus();
		await v.page.keyboard.press('Enter');
		await v.choose(/Bjørn Sæther/);
		await v.click('button', await v.page.getByRole('button', { name: 'Start en ny søknad' }).count() ? 'Start en ny søknad' : 'Start søknaden');
		await v.page.locator('#barn_navn').focus();
		await v.page.keyboard.type('Emma');
		await v.page.keyboard.press('Tab');
		await v.settle();
		await v.page.locator('#barn_pid').focus();
		await v.page.keyboard.type('14832560252');
		await v.page.keyboard.press('Tab');
		await v.settle();
		await v.page.locator('#bosted').focus();
		await v.page.keyboard.press('Space');
		await v.settle();
		await v.page.locator('#barn_navn').focus();
		await Promise.all([v.page.waitForEvent('load'), v.page.keyboard.press('Enter')]);
		assert.match(v.page.url(), /oppstart$/);
		await v.close();
	});
});

test('a first visit to a form page costs at most 35 kB without JavaScript and 80 kB in all, fonts aside', async () => {
	const v = await visitor();
	await v.go('/tjenester/barnehageplass');
	await v.page.getByRole('link', { name: 'Logg inn' }).first().click();
	await v.choose(/Ola Nordmann/);
	await v.click('button', await v.page.getByRole('button', { name: 'Start en ny søknad' }).count() ? 'Start en ny søknad' : 'Start søknaden');
	const draft = v.page.url().replace(/\/[^/]*$/, ''), cookies = await v.context.cookies();
	for (const page of ['barnet', 'onsker']) {
		const plain = await transfer(`${draft}/${page}`, { cookies, js: false });
		const all = await transfer(`${draft}/${page}`, { cookies });
		const font = b => b.Font ?? 0;
		assert.ok(plain.total - font(plain) - (plain.Script ?? 0) <= 35 * 1024, `${page}: ${JSON.stringify(plain)}`);
		assert.ok(all.total - font(all) <= 80 * 1024, `${page}: ${JSON.stringify(all)}`);
	}
	await v.close();
});
