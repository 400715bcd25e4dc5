// registers - stands in for Kartverket's register of addresses, at both of its addresses, and for a register of
// properties and their owners of the shape that deploy/README.md has; strict (strict.mjs), with invented properties
// usage: registers.mjs PORT-FILE       prints "port N" and keeps N in the file, to come back at the same address
//
//   /kartverket/adresser/v1/sok  /geonorge/adresser/v1/sok     /eiendom/eiendommer  /eiendom/naboer   (Bearer demo)
//
// steps: sok, eiendommer, naboer.  registers.json holds the properties: no (municipality-gnr/bnr/fnr/snr), at
// (latitude, longitude), address, post, near (what lies around), owners; and a long street, for paging.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { headers, must, parameters, serve } from './strict.mjs';

const { properties, street } = JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'registers.json'), 'utf8'));
for (let i = 1; i <= street.numbers; i++)
	properties.push({ no: `${street.post[0]}-${street.gardsnummer}/${street.bruksnummer + i}/0/0`, address: `${street.name} ${i}`, post: street.post,
		at: [street.at[0], street.at[1] + i / 2000], owners: [] });

const NO = /^([0-9]{4})-([0-9]+)\/([0-9]+)\/([0-9]+)\/([0-9]+)$/;
function numbers(p) {
	const [, kommunenummer, ...n] = NO.exec(p.no);
	const [gardsnummer, bruksnummer, festenummer, seksjonsnummer] = n.map(Number);
	return { kommunenummer, gardsnummer, bruksnummer, festenummer, seksjonsnummer };
}

const asked = (call, name, pattern) => {
	const all = call.url.searchParams.getAll(name);
	must(all.length <= 1, `${name}: twice`);
	must(all.length === 0 || pattern.test(all[0]), `${name}: ${all[0]}`);
	return all[0];
};
const NUMBER = /^(0|[1-9][0-9]{0,5})$/, FOUR = /^[0-9]{4}$/;

function fits(call, p) {
	const n = numbers(p);
	return ['gardsnummer', 'bruksnummer', 'festenummer', 'seksjonsnummer'].every(name => {
		const v = asked(call, name, NUMBER);
		return v === undefined || Number(v) === n[name];
	}) && [undefined, n.kommunenummer].includes(asked(call, 'kommunenummer', FOUR));
}

// ---- Kartverket

function address(p, i) {
	const { kommunenummer, gardsnummer, bruksnummer, festenummer } = numbers(p);
	const [, adressenavn, nummer, bokstav] = /^(.*) ([0-9]+)([A-Z]?)$/.exec(p.address);
	return { adressenavn, adressetekst: p.address, adressetilleggsnavn: null, adressekode: 1000 + i, nummer: Number(nummer), bokstav,
		kommunenummer, kommunenavn: p.post[1], gardsnummer, bruksnummer, festenummer, undernummer: null, bruksenhetsnummer: [],
		objtype: 'Vegadresse', postnummer: p.post[0], poststed: p.post[1], stedfestingverifisert: true,
		representasjonspunkt: { epsg: 'EPSG:4258', lat: p.at[0], lon: p.at[1] }, oppdateringsdato: '2026-01-02T03:04:05' };
}

function sok(call) {
	must(call.method === 'GET' && call.path === '/adresser/v1/sok', `${call.method} ${call.path}: no such call`);
	headers(call, []);
	parameters(call, ['sok', 'fuzzy', 'kommunenummer', 'gardsnummer', 'bruksnummer', 'festenummer', 'treffPerSide', 'side', 'asciiKompatibel']);
	const words = asked(call, 'sok', /^.{1,200}$/), perPage = Number(asked(call, 'treffPerSide', /^[1-9][0-9]{0,3}$/) ?? 10);
	const side = Number(asked(call, 'side', NUMBER) ?? 0), fuzzy = asked(call, 'fuzzy', /^(true|false)$/) === 'true';
	must(words !== undefined || asked(call, 'gardsnummer', NUMBER) !== undefined, 'sok: nothing to look for');
	must(perPage <= 1000 && perPage * side < 10000, 'treffPerSide and side: more than 10 000');
	const tokens = (words ?? '').toLowerCase().split(/[\s,]+/).filter(Boolean);
	const has = p => {
		const at = `${p.address} ${p.post.join(' ')}`.toLowerCase().split(' ');
		return tokens.every(t => at.some(w => fuzzy ? w.startsWith(t) : w === t));
	};
	const all = properties.filter(p => fits(call, p) && has(p)), from = side * perPage;
	return { status: 200, json: { metadata: { asciiKompatibel: true, side, sokeStreng: call.url.search.slice(1), totaltAntallTreff: all.length,
		treffPerSide: perPage, viserFra: from, viserTil: Math.min(from + perPage, all.length) },
	adresser: all.slice(from, from + perPage).map(address) } };
}

const kartverket = name => {
	let calls = [];
	return { name, step: () => 'sok', take: call => { calls.push(call.url.search); return sok(call); }, seen: () => calls, forget: () => { calls = []; } };
};

// ---- properties and owners

const place = p => ({ ...numbers(p), adresse: p.address, postnummer: p.post[0], poststed: p.post[1] });

// It tells all of a graded owner too, so that whoever asks must leave it out.
const owner = (o, p) => ({ ...o, gradering: o.slag === 'person' ? o.gradering ?? 'ugradert' : undefined,
	adresse: { linje: p.address, postnummer: p.post[0], poststed: p.post[1] } });

function eiendommer(call) {
	parameters(call, ['kommunenummer', 'gardsnummer', 'bruksnummer', 'festenummer', 'seksjonsnummer']);
	for (const name of ['kommunenummer', 'gardsnummer', 'bruksnummer'])
		must(call.url.searchParams.has(name), `${name}: missing`);
	return { status: 200, json: { eiendommer: properties.filter(p => fits(call, p)).map(place) } };
}

function naboer(call) {
	parameters(call, ['eiendom']);
	const of = call.url.searchParams.getAll('eiendom');
	must(of.length > 0 && of.every(no => NO.test(no)), 'eiendom: is none');
	const near = new Set(of.flatMap(no => properties.find(p => p.no === no)?.near ?? []).filter(no => !of.includes(no)));
	return { status: 200, json: { naboer: properties.filter(p => near.has(p.no))
		.map(p => ({ eiendom: place(p), eiere: p.owners.map(o => owner(o, p)) })) } };
}

const eiendom = {
	name: 'eiendom', step: call => call.path.slice(1), seen: () => ({}), forget: () => {},
	error: (status, why) => ({ feil: why }),
	take(call) {
		must(call.method === 'GET' && ['/eiendommer', '/naboer'].includes(call.path), `${call.method} ${call.path}: no such call`);
		headers(call, ['authorization']);
		if (call.headers.authorization !== 'Bearer demo') return { status: 401, json: { feil: 'authorization' } };
		return call.path === '/naboer' ? naboer(call) : eiendommer(call);
	},
};

// ----

const [, , file] = process.argv;
let before = 0;
try {
	before = Number(readFileSync(file, 'utf8'));
} catch {
	before = 0;
}
const server = serve([kartverket('kartverket'), kartverket('geonorge'), eiendom]);
server.on('error', e => {
	if (e.code !== 'EADDRINUSE' || before === 0) throw e;
	before = 0;
	server.listen(0, '127.0.0.1');
});
server.listen(before, '127.0.0.1', () => {
	const { port } = server.address();
	if (file) writeFileSync(file, `${port}\n`);
	console.log(`port ${port}`);
});
