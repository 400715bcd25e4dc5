/* Neighbours are told, one answers with the code on paper and one with a login, and a body is asked: every page. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { send } from '../http/apply.mjs';
import { staff } from '../http/decide.mjs';
import { begun, letter, nora, parties, tell } from '../http/neighbours.mjs';
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
	sql(`UPDATE hearing_party SET person_id = (SELECT id FROM person WHERE pid = '22929198178') WHERE id = '${second.id}'`);
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

/* The desk asks a body, which answers; before it, a letter to who has a graded address is sent by hand. */
async function desk(options) {
	const v = await begun();
	await tell(v);
	const [one] = parties(v);
	await letter(one.id);
	const [[task]] = sql(`INSERT INTO mail_task (tenant_id, hearing_party_id, outbox_id, document_id, code) SELECT d.tenant_id, d.hearing_party_id, d.outbox_id, d.id, 'transport-missing'
		FROM document d WHERE d.hearing_party_id = '${one.id}' ON CONFLICT (outbox_id) WHERE closed_at IS NULL DO UPDATE SET code = excluded.code RETURNING id`);
	const s = await visitor(options);
	await s.page.goto('/saksbehandling/logginn');
	await s.choose(/Randi Holm/);
	await s.go('/saksbehandling/brev');
	assert.match(await main(s), /Ikke sendt inn ennå/);
	await s.go(`/saksbehandling/varsel/${task}`);
	assert.match(await main(s), /Hvem skal ha varselet/);
	await s.page.getByLabel('Hvilken dag ble brevet sendt?').fill('i går');
	await s.click('button', 'Jeg har sendt brevet');
	assert.match(await main(s), /Skriv dagen slik/);
	await s.page.getByLabel('Hvilken dag ble brevet sendt?').fill(sql(`SELECT to_char(now() AT TIME ZONE 'Europe/Oslo', 'DD.MM.YYYY')`)[0][0]);
	await s.click('button', 'Jeg har sendt brevet');
	assert.match(s.page.url(), /saksbehandling\/brev$/);

	await send(v);
	const ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1], taker = new Visitor(base);
	await taker.loginStaff('ansatt-9998-3');
	await taker.go(`${base}/saksbehandling/sak/${ref}`);
	await taker.submit({}, { action: '/ta' });
	await s.go(`/saksbehandling/sak/${ref}/horing`);
	await s.click('button', 'Send');
	assert.match(await main(s), /Skriv navnet på den som skal uttale seg/);
	await s.page.getByLabel('Hvem').fill('Statens vegvesen');
	await s.page.getByLabel('E-post').fill('vei@example.no');
	await s.page.getByLabel('Hva lurer vi på?').fill('Er avkjørselen trygg?');
	await s.click('button', 'Send');
	assert.match(await main(s), /Brevet er på vei/);
	await s.go(`/saksbehandling/sak/${ref}`);
	await s.close();
	const [id] = await until('it is asked', () => sql(`SELECT p.id FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id JOIN case_file c ON c.id = h.case_id
		WHERE c.ref = '${ref}' AND h.hearing = 'consultation'`)[0]);
	const body = await visitor(options);
	await body.page.goto(`/logginn?til=/uttalelse/${id}`);
	await body.choose(/Ola Nordmann/);
	assert.match(await main(body), /Er avkjørselen trygg\?/);
	await body.page.getByLabel('Jeg har merknader').check();
	await body.page.getByLabel('Merknadene dine').fill('Ja, med fri sikt.');
	await body.click('button', 'Send svaret');
	assert.match(await main(body), /Takk, vi har fått svaret ditt/);
	await body.close();
}

/* A neighbour complains from a page of an earlier login, then from this one; the desk dismisses it, and they read so. */
async function dismissal(options) {
	const v = await begun(), ola = await visitor(options);
	await ola.page.goto('/logginn?til=/uttalelse');
	await ola.choose(/Ola Nordmann/);
	await tell(v);
	const id = parties(v).find(p => p.name === nora.navn).id;
	sql(`UPDATE hearing_party SET person_id = (SELECT id FROM person WHERE pid = '22929198178') WHERE id = '${id}'`);
	await send(v);
	const c = await staff('ansatt-9998-1', /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1]);
	await c.does('ta');
	await c.see('vedtak');
	await c.does('vedtak/send', { ...c.fields('/vedtak/forhandsvisning'), utfall: 'grant', grunn: 'bra' });
	await ola.go(`/uttalelse/${id}`);
	await ola.page.getByLabel('Hva klager du på, og hvorfor?').fill('Jeg liker ikke boder.');
	if (options.js !== false) {
		await ola.page.evaluate(() => document.querySelectorAll('main input[name=csrf]').forEach(x => { x.value = 'gammel'; }));
		await ola.click('button', 'Send klagen');
		assert.match(await main(ola), /Siden var fra en tidligere innlogging/);
		assert.equal(await ola.page.getByLabel('Hva klager du på, og hvorfor?').inputValue(), 'Jeg liker ikke boder.');
	}
	await ola.click('button', 'Send klagen');
	assert.match(await main(ola), /Vi har fått klagen din/);

	const s = await visitor(options);
	await s.page.goto(`/saksbehandling/logginn?til=${new URL(c.at).pathname}/klage`);
	await s.choose(/Sunniva Berg/);
	await s.click('link', /Avvis klagen/);
	await s.click('button', 'Se brevet');
	assert.match(await main(s), /Velg hvorfor klagen ikke kan behandles/);
	await s.page.getByLabel(/har ikke klagerett/).check();
	await s.page.getByLabel('Begrunnelse').fill('Du bor fire kilometer unna.');
	await s.click('button', 'Se brevet');
	assert.match(await main(s), /Du bor fire kilometer unna\./);
	await s.click('button', 'Avvis klagen og send brevet');
	assert.match(await main(s), /Klagen er avvist/);
	await s.page.getByLabel('Når kom klagen inn?').fill(new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' }));
	assert.equal(await s.page.getByLabel('Navn', { exact: true }).isVisible(), false, 'asked for when it is needed');
	await s.page.getByLabel('En annen').check();
	await s.page.getByLabel('Navn', { exact: true }).fill('Stine Fremmed');
	await s.page.getByLabel('Hva gjelder klagen, og hvorfor?').fill('Den stenger turstien.');
	await s.click('button', 'Registrer klagen');
	assert.match(await main(s), /Skriv adressen/);
	await s.page.getByLabel('Adresse', { exact: true }).fill('Fjellveien 9');
	await s.page.getByLabel('Postnummer').fill('9997');
	await s.page.getByLabel('Poststed').fill('Skogheim');
	await s.click('button', 'Registrer klagen');
	assert.match(await main(s), /Klagen er registrert[^]*Stine Fremmed[^]*Den stenger turstien\./);
	await s.close();
	await ola.go(`/uttalelse/${id}`);
	assert.match(await main(ola), /Vi avviste klagen din/);
	await ola.close();
}

describe('a complaint of a neighbour is dismissed', () => {
	test('on a screen', () => dismissal({}));
	test('on a telephone, without JavaScript', () => dismissal({ js: false, width: 360, height: 740 }));
});

describe('the desk sends a notice by hand and asks a body', () => {
	test('on a screen', () => desk({}));
	test('on a telephone, without JavaScript', () => desk({ js: false, width: 360, height: 740 }));
});

describe('a neighbour is told and answers', () => {
	test('on a screen', () => way({}));
	test('on a telephone, without JavaScript', () => way({ js: false, width: 360, height: 740 }));
});
