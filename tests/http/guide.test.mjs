/* The guide of a service: answers travel in the address, nothing is stored, and it leads into the application. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { main, pageForm } from './apply.mjs';

const service = '/tjenester/tiltak-uten-ansvarsrett', guide = `${service}/veiviser`;
const form = v => formsOf(v.page.text).find(f => f.fields.some(([k]) => k === 'side'));
const at = v => new URL(v.page.url, base).searchParams.get('side');
const heading = v => /<h1[^>]*>([^<]*)/.exec(v.page.text)[1];

/* A page's form as a browser sends it by GET. */
function press(v, values = {}, button = 'neste') {
	const kept = form(v).fields.filter(([k]) => !(k in values));
	return v.go(`${base}${guide}?${new URLSearchParams([...kept, ...Object.entries(values), ['handling', button]])}`);
}

const garage = {
	tiltaket: { tiltakstype: 'garasje', bebygd: 'ja', beboelse: 'nei' },
	storrelse: { nytt_areal: '49,5', monehoyde: '4', gesimshoyde: '2,8', flere_etasjer: 'nei' },
	plassering: { avstand_nabogrense: '1', etter_planen: 'ja' },
};
async function walk(pages, v = new Visitor(base)) {
	await v.go(base + guide);
	for (const values of Object.values(pages))
		await press(v, values);
	return v;
}
const changed = (page, values) => ({ ...garage, [page]: { ...garage[page], ...values } });
const drafts = () => sql(`SELECT count(*) FROM draft WHERE service = 'tiltak-uten-ansvarsrett'`)[0][0];

describe('guide', () => {
	test('the page of the service has the way to it, and one without a guide has none', async () => {
		const v = new Visitor(base);
		await v.go(base + service);
		assert.match(main(v.page.text), new RegExp(`href="${guide}"`));
		await v.go(`${base}/tjenester/barnehageplass`);
		assert.doesNotMatch(main(v.page.text), /veiviser/);
		assert.equal((await v.go(`${base}/tjenester/barnehageplass/veiviser`)).status, 404);
		assert.equal((await v.go(`${base}/tjenester/finnes-ikke/veiviser`)).status, 404);
	});

	test('needs no login, leaves nothing behind, and says what is exempt and why', async () => {
		const before = drafts(), v = await walk(garage);
		assert.equal(at(v), 'svar');
		assert.equal(heading(v), 'Du trenger ikke å søke');
		assert.match(main(v.page.text), /SAK10 § 4-1/);
		assert.match(main(v.page.text), /49,5/);
		assert.doesNotMatch(main(v.page.text), /Start søknaden/);
		assert.equal(drafts(), before);
	});

	test('a limit is a limit: one more decimetre and it must be applied for', async () => {
		assert.equal(heading(await walk(changed('storrelse', { monehoyde: '4,1' }))), 'Du må søke, og kan gjøre det selv');
		assert.equal(heading(await walk(changed('plassering', { avstand_nabogrense: '0,9' }))), 'Du må søke, og kan gjøre det selv');
		assert.equal(heading(await walk(changed('storrelse', { nytt_areal: '70,1' }))), 'Du må søke, og trenger hjelp av et ansvarlig foretak');
		assert.equal(heading(await walk(changed('plassering', { etter_planen: 'nei' }))), 'Du må søke, også om dispensasjon');
		assert.equal(heading(await walk(changed('plassering', { etter_planen: 'vet-ikke' }))), 'Finn ut hva planen sier');
		assert.equal(heading(await walk({ tiltaket: { tiltakstype: 'annet' } })), 'Spør kommunen');
	});

	test('a page with something missing is shown again with what was typed; back never asks', async () => {
		const v = await walk({ tiltaket: garage.tiltaket });
		assert.equal(at(v), 'storrelse');
		await press(v, { nytt_areal: 'stor', monehoyde: '3' });
		assert.equal(v.page.status, 422);
		assert.match(v.page.text, /value="stor"/);
		assert.match(v.page.text, /Skriv høyden til gesimsen/);
		await press(v, { gesimshoyde: '5' }, 'forrige');
		assert.equal(at(v), 'tiltaket');
		assert.match(v.page.text, /value="garasje" checked/);
		await press(v);
		assert.match(v.page.text, /value="stor"/);
		assert.match(v.page.text, /value="5"/);
	});

	test('nobody comes to the end, or to a later page, past a page that is not answered', async () => {
		const v = new Visitor(base);
		await v.go(`${base}${guide}?side=svar`);
		assert.equal(at(v), 'tiltaket');
		await v.go(`${base}${guide}?tiltakstype=garasje&bebygd=ja&beboelse=nei&side=plassering`);
		assert.equal(at(v), 'storrelse');
		await v.go(`${base}${guide}?tiltakstype=romskip&side=svar&handling=tull&ukjent=%3Cscript%3E`);
		assert.equal(at(v), 'tiltaket');
		assert.doesNotMatch(v.page.text, /ukjent|<script>/);
		assert.equal((await v.go(`${base}${guide}?${'a'.repeat(5000)}=1`)).status, 413);
	});

	test('several ticks travel, and can all be taken away again', async () => {
		const v = await walk({ tiltaket: garage.tiltaket, storrelse: garage.storrelse });
		await v.go(`${base}${guide}?${new URLSearchParams([...form(v).fields.filter(([k]) => k !== 'avstand_nabogrense'), ['avstand_nabogrense', '4'], ['etter_planen', 'ja'],
			['omrade', 'strand'], ['omrade', 'vern'], ['handling', 'neste']])}`);
		assert.equal(heading(v), 'Du må søke, også om dispensasjon');
		assert.match(main(v.page.text), /langs et vassdrag, Bygningen eller området/);
		await v.go(new URL(/href="([^"]*side=plassering)"/.exec(main(v.page.text))[1].replaceAll('&amp;', '&'), base).href);
		const fields = form(v).fields.filter(([k]) => k !== 'omrade');
		assert.equal(form(v).fields.length - fields.length, 2);
		await v.go(`${base}${guide}?${new URLSearchParams([...fields, ['handling', 'neste']])}`);
		assert.equal(heading(v), 'Du trenger ikke å søke');
	});

	test('leads through the login into an application with the answers that are asked for there too', async () => {
		const v = await walk(changed('storrelse', { nytt_areal: '60', monehoyde: '4,5' }));
		const start = formsOf(v.page.text).find(f => f.action.startsWith('/soknad/'));
		assert.ok(start, 'there is a button');
		await v.login('ola', start.action);		/* the login asks for the address with GET */
		assert.equal(heading(v), 'Du må søke, og kan gjøre det selv');
		const again = formsOf(v.page.text).find(f => f.action.startsWith('/soknad/'));
		await v.post(base + again.action, { csrf: v.csrf });
		assert.match(v.page.url, /\/soknad\/tiltak-uten-ansvarsrett\/[0-9a-f-]{36}\/tiltaket$/);
		assert.match(v.page.text, /value="garasje" checked/);
		const first = v.page.url;
		await v.go(first.replace(/tiltaket$/, 'storrelse'));
		const given = Object.fromEntries(pageForm(v).fields);
		assert.equal(given.nytt_areal, '60');
		assert.equal(given.monehoyde, '4,5');
		await v.post(base + again.action, { csrf: v.csrf });
		assert.equal(v.page.url, first, 'a second click finds the application just begun');
		await v.post(`${base}/soknad/tiltak-uten-ansvarsrett?nytt_areal=12`, { csrf: 'feil' });
		assert.equal(v.page.status, 403);
	});
});
