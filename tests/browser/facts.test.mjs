/* The checklist, the day an application was complete, the limit and the fee, at the desk and for the party; the service «gjerde». */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { press } from '../http/apply.mjs';
import { closeBrowser, visitor } from './helper.mjs';

const main = async v => (await v.page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ').replace(/\u2212/g, '-');
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const said = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: 'numeric', month: 'long', year: 'numeric' });

before(() => {
	sql(`INSERT INTO desk_right (tenant_id, desk_user_id, service, role)
		SELECT tenant_id, desk_user_id, 'gjerde', role FROM desk_right WHERE service = 'redusert-foreldrebetaling' ON CONFLICT DO NOTHING`);
});
after(closeBrowser);

async function applied() {
	const v = new Visitor(base);
	await v.login('kari', '/tjenester/gjerde');
	await v.post(`${base}/soknad/gjerde`, { csrf: v.csrf });
	const draft = v.page.url.replace(/\/[^/]*$/, '');
	await press(v, { lengde: '25', hoyde: '2,5', grunn: 'Hund' });
	await v.post(`${draft}/send`, { csrf: v.csrf });
	return /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1];
}

async function taken(ref, how) {
	const v = await visitor(how);
	await v.go(`/saksbehandling/sak/${ref}`);
	await v.choose('Sunniva Berg');
	await v.click('button', 'Ta saken');
	return v;
}

const say = (v, point, answer) => v.page.getByRole('group', { name: point }).getByLabel(answer, { exact: true }).check();

async function checklist(v) {
	await v.click('link', 'Sjekkliste');
	assert.match(await main(v), /Gjerdet er høyere enn to meter\s+Ja \(følger av søknaden\)/);
	await say(v, /Er stedet vernet/, 'Nei');
	await say(v, /Tegning av gjerdet/, 'Mangler');
	await say(v, /Begrunnelse for høyden/, 'I orden');
	await v.click('button', 'Lagre');
	assert.match(await main(v), /Sjekklisten er lagret[\s\S]*2 står ubesvart[\s\S]*mangler noe på 1/);
	await say(v, /Samtykke fra naboen/, 'I orden');
	await say(v, /Fargen er oppgitt/, 'Ikke aktuelt');
	await v.click('button', 'Lagre og be om det som mangler');
	assert.match(await v.page.title(), /Be om/);
	await v.page.goBack();
	await v.go(v.page.url());
	await say(v, /Tegning av gjerdet/, 'I orden');
	await v.click('button', 'Lagre');
	assert.match(await main(v), /Alle punkter er besvart, og ingenting mangler/);
}

async function complete(v) {
	await v.click('link', 'Søknaden er komplett');
	await v.click('button', 'Start fristen');
	assert.match(await v.page.title(), /^Feil: /);
	await v.page.getByLabel('Hvilken dag var søknaden komplett?').fill(day(0));
	await v.click('button', 'Start fristen');
	assert.match(await main(v), new RegExp(`Under behandling[\\s\\S]*Frist[\\s\\S]*${said(84)}`));
}

async function extend(v) {
	await v.click('link', 'Forleng fristen');
	await v.click('button', 'Forleng fristen');
	assert.match(await v.page.title(), /^Feil: /);
	await v.page.getByLabel('Hvilken dag er den nye fristen?').fill(day(100));
	await v.page.getByLabel('Hvordan og når ble dere enige?').fill('Avtalt på telefon i dag.');
	await v.click('button', 'Forleng fristen');
	assert.match(await main(v), new RegExp(said(100)));
}

async function fee(v) {
	await v.click('link', 'Gebyr');
	assert.match(await main(v), /2 100 kr/);
	await v.click('button', 'Rett gebyret');
	assert.match(await v.page.title(), /^Feil: /);
	await v.page.getByLabel('Hvor mye skal legges til?').fill('-500');
	await v.page.getByLabel('Hva er grunnen?').fill('Naboen deler gjerdet');
	await v.page.getByLabel('Hvilken regel bygger det på?').fill('gebyrregulativet § 9');
	await v.click('button', 'Rett gebyret');
	assert.match(await main(v), /Gebyret er rettet[\s\S]*Naboen deler gjerdet[\s\S]*1 600 kr/);
}

async function party(ref, how) {
	const v = await visitor(how);
	await v.go(`/mine-saker/${ref}`);
	await v.choose(/Kari Nordmann/);
	assert.match(await main(v), /Gebyr[\s\S]*Naboen deler gjerdet[\s\S]*Til sammen\s+1 600 kr/);
	await v.close();
}

/* What was said stands on paper too; notes that nobody wrote do not. */
async function onPaper(v) {
	await v.page.emulateMedia({ media: 'print' });
	assert.equal(await v.page.getByRole('group', { name: /Er stedet vernet/ }).getByLabel('Nei', { exact: true }).isVisible(), true);
	assert.equal(await v.page.getByText('Notat').first().isVisible(), false);
	if (process.env.SKRANKE_SHOTS)
		await v.picture();
}

async function way(how) {
	const ref = await applied();
	const v = await taken(ref, how);
	await checklist(v);
	await complete(v);
	await extend(v);
	await fee(v);
	await v.go(`/saksbehandling/sak/${ref}/sjekkliste`);
	await onPaper(v);
	await v.close();
	await party(ref, how);
}

describe('what an application must have, how long it takes and what it costs', () => {
	test('on a screen', () => way({}));
	test('on a telephone, without JavaScript', () => way({ js: false, width: 360, height: 740 }));
});
