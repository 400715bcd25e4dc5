/* A building permit in a real browser, from the guide to the permission in «Min postkasse».  With JavaScript to the end;
   without, the guide and the pages where it matters most. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { sql, until } from '../harness/stack.mjs';
import { pdf } from '../http/files.mjs';
import { letter } from '../http/neighbours.mjs';
import { answer, choose, closeBrowser, visitor } from './helper.mjs';

const service = '/tjenester/tiltak-uten-ansvarsrett';
const main = async v => (await v.page.locator('main').innerText()).replace(/\s+/g, ' ');
async function fill(v, values) {
	for (const [name, value] of Object.entries(values)) {
		await v.page.locator(`[name="${name}"]`).fill(value);
		await v.page.locator(`[name="${name}"]`).blur();
		await v.settle();
	}
}
const tick = (v, name, value) => v.page.locator(`input[name="${name}"][value="${value}"]`).check();
const depends = async v => v.js ? v.settle() : v.click('button', 'Oppdater spørsmålene');
const next = v => v.click('button', 'Neste');
const file = async (v, name, as = name) => {
	await v.page.locator(`input[type=file][name="${name}"]`).setInputFiles({ name: `${as}.pdf`, buffer: pdf(), mimeType: 'application/pdf' });
	if (v.js)
		await v.page.locator('.sk-files li', { hasText: `${as}.pdf` }).waitFor();
};
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });

after(closeBrowser);

async function guide(v) {
	await v.go('/');
	await v.click('link', 'Bygge på eiendommen');
	await v.click('link', /Finn ut om du må søke/);
	await v.click('link', 'Start veiviseren');
	await next(v);					/* nothing chosen */
	assert.match(await v.page.title(), /^Feil: /);
	await tick(v, 'tiltakstype', 'garasje');
	await depends(v);
	await tick(v, 'bebygd', 'ja');
	await tick(v, 'beboelse', 'nei');
	await v.settle();
	await next(v);
	await fill(v, { nytt_areal: '60', monehoyde: '4,5', gesimshoyde: '2,8' });
	await tick(v, 'flere_etasjer', 'nei');
	await v.settle();
	await next(v);
	await fill(v, { avstand_nabogrense: '4' });
	await tick(v, 'etter_planen', 'ja');
	await v.settle();
	await v.click('button', 'Se svaret');
	assert.match(await main(v), /Du må søke, og kan gjøre det selv.*større eller høyere enn det som er unntatt.*SAK10 § 4-1/);
}

async function begin(v, person) {
	await v.click('link', 'Logg inn');
	await v.choose(person);
	assert.match(await main(v), /Du må søke, og kan gjøre det selv/, 'the login leads back with the answers');
	await v.click('button', 'Start søknaden');
	assert.match(v.page.url(), /\/tiltaket$/);
	assert.ok(await v.page.locator('input[name="tiltakstype"][value="garasje"]').isChecked());
}

async function property(v) {
	await fill(v, { 'sok-eiendom.1.finn': 'Bryggeveien 4' });
	await v.click(v.page.locator('button[value="sok:eiendom.1.finn"]'));
	await v.click(v.page.locator('button[value^="velg:eiendom.1.finn"]').first());
	assert.equal(await v.page.locator('[name="eiendom.1.gardsnummer"]').inputValue(), '12');
	assert.equal(await v.page.locator('[name="eiendom.1.bruksnummer"]').inputValue(), '34');
	await fill(v, { tomteareal: '800' });
	await v.settle();
	await next(v);
}

async function size(v) {
	assert.equal(await v.page.locator('[name="nytt_areal"]').inputValue(), '60');
	await fill(v, { bruksareal: '52', bya_for: '120', parkering: '36' });
	await tick(v, 'grad', 'prosent');
	await depends(v);
	await fill(v, { tillatt_prosent: '20' });
	await v.settle();
	await depends(v);
	assert.match(await main(v), /27/);
	assert.match(await main(v), /Det blir bygd mer enn planen tillater/);
	await fill(v, { tillatt_prosent: '30' });
	await v.settle();
	await next(v);
}

async function rest(v) {
	await fill(v, { tegning: '59.67, 10.6304\n59.6701, 10.6304\n59.6701, 10.6306\n59.67, 10.6306' });
	await tick(v, 'ledninger', 'nei');
	await v.settle();
	await v.judge();
	await next(v);
	await tick(v, 'plantype', 'regulering');
	await depends(v);
	await fill(v, { plannavn: 'Bryggeveien' });
	await tick(v, 'dispensasjon', 'nei');
	await v.settle();
	await next(v);
	for (const [name, value] of Object.entries({ vei: 'kommunal', ny_avkjorsel: 'nei', vann: 'uendret', avlop: 'uendret', flom: 'nei', skred: 'nei' }))
		await tick(v, name, value);
	await fill(v, { overvann: 'Ut på plenen' });
	await v.settle();
	await next(v);
}

/* Bjørn and Torvald shall know; the others have said in writing that they do not mind. */
async function neighbours(v) {
	await v.click('button', 'Hent naboer');
	const names = await v.page.locator('[name$=".eiendom_adresse"]').evaluateAll(all => all.map(i => i.value));
	assert.ok(names.includes('Bryggeveien 2') && names.includes('Bryggeveien 6'), names.join());
	assert.match(await main(v), /Eieren har skjermet adresse/);
	assert.doesNotMatch(await main(v), /Vigdis/);
	for (let n = names.length; n > 0; n--)
		if (!['Bryggeveien 2', 'Bryggeveien 6'].includes(names[n - 1]))
			await v.click(v.page.locator(`button[value="fjern:nabo:${n}"]`));
	await v.settle();
	await next(v);
}

async function owner(v) {
	await choose(v, 'Hvem er tiltakshaver?', 'En annen person');
	await depends(v);
	await fill(v, { tiltakshaver_navn: 'Kari Nordmann', tiltakshaver_pid: '21879498012', faktura: 'Kari Nordmann, Bryggeveien 4' });
	await v.settle();
	await next(v);
	await answer(v, { 'Tiltakshaveren har ansvaret': true, 'Opplysningene er riktige': true });
	await v.settle();
	await next(v);
}

/* Ends where the applicant sees who has answered. */
async function notice(v) {
	const said = await main(v);
	assert.match(said, /Ikke alle naboene er varslet/);
	await v.click('link', 'Gå til Nabovarsel');
	await v.click('link', 'Se varselet slik det blir');
	assert.match(await main(v), /Dobbel garasje i tre.*situasjonsplan\.pdf/);
	assert.doesNotMatch(await main(v), /21879498012/);
	await v.click('link', /Tilbake/);
	await v.click('button', 'Send varselet');
	assert.match(await main(v), /Varselet er på vei/);
}

const asked = draft => Object.fromEntries(sql(`SELECT p.name, p.id FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
	WHERE h.draft_id = '${draft}'`));

async function byLogin(how) {
	const v = await visitor(how);
	await v.go('/uttalelse');
	await v.click('link', 'Logg inn');
	await v.choose(/Torvald Åsen/);
	await v.click('link', /Varsel fra Kari Nordmann/);
	assert.match(await main(v), /Bryggeveien 6.*Dobbel garasje i tre/);
	await v.click('button', 'Send svaret');
	assert.match(await main(v), /Velg om du har merknader/);
	await v.page.getByLabel('Jeg har merknader').check();
	await v.page.getByLabel('Merknadene dine').fill('Garasjen tar utsikten vår.');
	await v.click('button', 'Send svaret');
	assert.match(await main(v), /Takk, vi har fått svaret ditt/);
	await v.close();
}

async function byCode(how, party) {
	const v = await visitor(how), { code } = await letter(party);
	await v.go('/uttalelse');
	await v.page.getByLabel('Kode').fill(code.toLowerCase());
	await v.click('button', 'Åpne varselet');
	assert.match(await main(v), /Bryggeveien 2.*Dobbel garasje i tre.*situasjonsplan\.pdf/);
	await v.page.getByLabel('Jeg har ingen merknader').check();
	await v.click('button', 'Send svaret');
	await v.close();
}

async function comment(v) {
	await v.go(v.page.url());
	assert.match(await main(v), /Bjørn Sæther.*Ingen merknader.*Torvald Åsen.*Merknader.*tar utsikten/);
	await v.page.getByLabel('Kommentaren din til merknadene').fill('Vi har senket taket en halv meter.');
	await v.click('button', /Lagre kommentaren/);
	assert.match(await main(v), /Kommentaren er lagret/);
	await v.click('link', 'Gå til oppsummeringen');
	assert.match(await main(v), /Gebyr.*Frittstående bygning.*kr.*Må lese og signere før søknaden kan sendes/);
}

/* Who filled in shares; the owner reads and signs; who filled in sends. */
async function sign(v, how) {
	await v.click('button', 'Del søknaden og be om signatur');
	assert.match(await main(v), /Venter på signatur/);
	const kari = await visitor(how);
	await kari.go('/mine-saker');
	await kari.choose(/Kari Nordmann/);
	assert.match(await main(kari), /Venter på at du signerer/);
	await kari.click('link', 'Søknad om tiltak uten ansvarsrett');
	assert.match(await main(kari), /Dobbel garasje i tre/);
	await kari.click('button', 'Signer søknaden');
	assert.match(await main(kari), /Ola Nordmann kan sende søknaden nå/);
	await v.go(v.page.url().replace(/#.*/, ''));
	await v.click('button', 'Send søknaden');
	assert.match(v.page.url(), /kvittering$/);
	assert.match(await main(v), /BYG-\d{4}-\d{6}/);
	return { kari, ref: /\/mine-saker\/([^/]+)\//.exec(v.page.url())[1] };
}

async function deficiency(c, kari, ref) {
	await c.go('/saksbehandling');
	await c.choose(/Tore Nes/);
	await c.go(`/saksbehandling/sak/${ref}`);
	await c.click('button', 'Ta saken');
	await c.click('link', 'Sjekkliste');
	for (const all = c.page.locator('input[type=radio][value=ok]'), n = await all.count(), k = { i: 0 }; k.i < n; k.i++)
		await all.nth(k.i).check();
	await tick(c, 'fakta.annen-myndighet', 'no');
	await tick(c, 'punkt.tegninger', 'missing');
	await c.click('button', 'Lagre og be om det som mangler');
	assert.ok(await c.page.locator('input[name=felt][value="tegninger"]').isChecked());
	await c.click('button', 'Se brevet');
	assert.match(await main(c), /Tegningene viser ikke det vi trenger/);
	await c.click('button', 'Send brevet');
	await kari.go(`/mine-saker/${ref}`);
	await kari.click('link', 'Svar på det vi mangler');
	await kari.click('button', 'Svar nå');
	await file(kari, 'tegninger', 'fasader');
	await next(kari);
	await kari.click('button', 'Send svaret');
	assert.match(await main(kari), /Takk, svaret er sendt/);
}

async function complete(c, ref) {
	await c.go(`/saksbehandling/sak/${ref}/sjekkliste`);
	await tick(c, 'punkt.tegninger', 'ok');
	await c.click('button', 'Lagre');
	assert.match(await main(c), /ingenting mangler.*Naboer har merknader Ja/);
	await c.click('link', 'Søknaden er komplett');
	await c.page.getByLabel('Hvilken dag var søknaden komplett?').fill(day(0));
	await c.click('button', 'Start fristen');
	const [[weeks]] = sql(`SELECT round(extract(epoch FROM k.due_at - now()) / 604800) FROM case_clock k JOIN case_file c ON c.id = k.case_id WHERE c.ref = '${ref}'`);
	assert.equal(weeks, '12', 'a neighbour has remarks');
}

async function consult(c, ref) {
	await c.go(`/saksbehandling/sak/${ref}/horing`);
	assert.match(await main(c), /tar utsikten.*senket taket/);
	await c.page.getByLabel('Hvem', { exact: true }).fill('Statens vegvesen');
	await c.page.getByLabel('E-post').fill('vei@example.no');
	await c.page.getByLabel(/Hva lurer vi på/).fill('Er sikten god nok?');
	await c.click('button', 'Send');
	assert.match(await main(c), /Brevet er på vei/);
	const asked = c.page.getByRole('listitem').filter({ hasText: 'Statens vegvesen' });
	await asked.locator('summary').click();
	await c.click(asked.getByRole('button', { name: 'Registrer svaret' }));
	assert.match(await main(c), /Svaret er registrert/);
	await until('the case goes on', () => sql(`SELECT state FROM case_file WHERE ref = '${ref}'`)[0][0] === 'review', 90000);
}

async function decide(c, kari, ref) {
	await c.go(`/saksbehandling/sak/${ref}/vedtak`);
	await c.page.getByRole('radio', { name: 'Tillatelse' }).check();
	await c.page.getByLabel(/vurdert merknadene/).check();
	await c.page.getByLabel(/Ledninger i grunnen/).check();
	await c.click('button', 'Se brevet');
	assert.match(await main(c), /Vilkår.*Ledninger i grunnen.*Gebyr/);
	await c.click('button', /Gi tillatelse|Send/);
	await until('the letter is made', () => sql(`SELECT 1 FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.template = 'decision'`).length > 0, 60000);
	await kari.menu('Min postkasse');
	await kari.click(kari.page.locator('main').getByRole('link', { name: /Svar på søknad om byggetillatelse/ }));
	assert.match(await main(kari), /Ledninger i grunnen.*Gebyr.*kr/);
}

describe('building permit', () => {
	test('from the guide to the permission: two neighbours, two who apply, something missing, another authority', async () => {
		sql("DELETE FROM draft WHERE service = 'tiltak-uten-ansvarsrett'");
		const v = await visitor(), c = await visitor();
		await guide(v);
		await begin(v, /Ola Nordmann/);
		await answer(v, { 'Beskriv det du skal bygge': 'Dobbel garasje i tre med saltak.' });
		await v.settle();
		await next(v);
		await property(v);
		await size(v);
		await rest(v);
		await file(v, 'situasjonsplan');
		await file(v, 'tegninger');
		await v.judge();
		await next(v);
		await neighbours(v);
		await owner(v);
		const draft = v.page.url().split('/').at(-2);
		await notice(v);
		await byLogin();
		await byCode({}, asked(draft)['Bjørn Sæther']);
		await comment(v);
		const { kari, ref } = await sign(v);
		await deficiency(c, kari, ref);
		await complete(c, ref);
		await consult(c, ref);
		await decide(c, kari, ref);
		for (const one of [v, kari, c])
			await one.close();
	});

	test('the guide and the first pages need no JavaScript, on a small screen', async () => {
		const v = await visitor({ js: false, width: 360 });
		await guide(v);
		await begin(v, /Ola Nordmann/);
		await answer(v, { 'Beskriv det du skal bygge': 'Garasje.' });
		await next(v);
		await property(v);
		await size(v);
		await v.close();
	});
});
