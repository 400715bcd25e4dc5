/* The building application: what the register, the map and the neighbours say of it while it is filled in. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base } from '../harness/stack.mjs';
import { main, pageForm, press } from './apply.mjs';

const text = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const value = (v, name) => pageForm(v).fields.find(([k]) => k === name)?.[1];

async function begin(person = 'kari') {
	const v = new Visitor(base);
	await v.login(person, '/tjenester/tiltak-uten-ansvarsrett');
	await v.post(`${base}/soknad/tiltak-uten-ansvarsrett`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	return v;
}
const property = (gnr, bnr, knr = '9998') => ({ 'eiendom.1.kommunenummer': knr, 'eiendom.1.gardsnummer': gnr, 'eiendom.1.bruksnummer': bnr,
	'eiendom.1.adresse': 'Bryggeveien 4', bebygd: 'ja', tomteareal: '800' });
async function atProperty(person) {
	const v = await begin(person);
	await press(v, { tiltakstype: 'garasje', beboelse: 'nei', beskrivelse: 'Garasje' });
	assert.match(v.page.url, /\/eiendommen$/);
	return v;
}

describe('building application', () => {
	test('a property that there is none of, and one of another municipality, are told of and stop the page', async () => {
		const v = await atProperty();
		await press(v, property('12', '999'));
		assert.equal(v.page.status, 422);
		assert.match(text(v), /Vi finner ikke eiendommen i registeret/);
		await press(v, property('7', '11', '9997'));
		assert.equal(v.page.status, 422);
		assert.match(text(v), /Kommunenummeret er en annen kommunes/);
		await press(v, property('12', '34'));
		assert.match(v.page.url, /\/storrelse$/);
	});

	test('utilisation is worked out, and more than the plan allows needs a dispensation', async () => {
		const v = await atProperty();
		await press(v, property('12', '34'));
		await press(v, { nytt_areal: '60', bruksareal: '52', monehoyde: '4,5', gesimshoyde: '2,8', bya_for: '120', parkering: '36', grad: 'prosent', tillatt_prosent: '20' });
		assert.match(v.page.url, /\/plassering$/);
		await v.go(`${v.draft}/storrelse`);
		assert.match(text(v), /216 m².* 27 %/);
		assert.match(text(v), /Det blir bygd mer enn planen tillater/);
		await v.go(`${v.draft}/planen`);
		await press(v, { plantype: 'vet-ikke', dispensasjon: 'nei' });
		assert.equal(v.page.status, 422);
		assert.match(text(v), /Svar ja her, eller bygg mindre/);
	});

	test('lines that cross, and a drawing in another municipality, are told of in words that say what to do', async () => {
		const v = await atProperty();
		await v.go(`${v.draft}/plassering`);
		await press(v, { tegning: '59.6701, 10.6305\n59.6702, 10.6307\n59.6701, 10.6307\n59.6702, 10.6305', avstand_nabogrense: '4', ledninger: 'nei' });
		assert.equal(v.page.status, 422);
		assert.match(text(v), /To av linjene krysser hverandre/);
		await press(v, { tegning: '60.19, 11.07\n60.19, 11.0702\n60.1901, 11.0702' });
		assert.equal(v.page.status, 422);
		assert.match(text(v), /Tegningen ligger i en annen kommune/);
	});

	test('neighbours are fetched, and must be told before it is sent; a graded one is a property alone', async () => {
		const v = await atProperty();
		await press(v, property('12', '34'));
		await v.go(`${v.draft}/naboer`);
		await press(v, {});
		assert.match(text(v), /Hent eller legg til naboene/);
		await press(v, {}, 'hent:hent');
		assert.match(v.page.text, /Bjørn Sæther/);
		assert.doesNotMatch(v.page.text, /Vigdis|10915596784/);
		assert.match(text(v), /Eieren har skjermet adresse/);
		await v.go(`${v.draft}/bekreft`);
		await press(v, { ansvar: 'true', riktig: 'true' });
		assert.equal(v.page.status, 422);
		assert.match(text(v), /Ikke alle naboene er varslet/);
		assert.equal(value(v, 'riktig'), 'true');
	});
});
