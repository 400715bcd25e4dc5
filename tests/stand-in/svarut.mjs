// svarut - stands in for KS SvarUt v2: send, look-up by eksternReferanse, status, hendelser
//
// svarut({ holds, account, integration, password, decrypt }): decrypt(bytes) gives the PDF of a CMS.
// Where a letter has come to is said by /-/progress {"who": "svarut", "digital": ["MOTTATT", "VARSLET"],
// "print": ["MOTTATT", "PRINTET"]}: each time one asks it moves a step on, and stays at the last.
// its own way to misbehave: "expired" (the token is no good any more)
import { randomUUID } from 'node:crypto';

import { UUID, headers, json, must, only, parameters, parts, sha256 } from './strict.mjs';

const SCOPE = 'ks:fiks';
const text = (max, pattern) => ({ type: 'string', max, pattern });
const yes = { type: 'boolean' };

// The schemas of forsendelse-send-api-v2.json that a letter may use, by name; * must be there.
export const schemas = {
	Forsendelse: { 'tittel*': text(1000), 'mottaker*': 'Adresse', avgivendeSystem: text(100), avgivendeSystemAktor: text(),
	    konteringskode: text(20, /^[a-zA-Z0-9_\-.øæåØÆÅ]{0,20}$/), kunDigitalLevering: yes, kryptert: yes,
	    utskriftskonfigurasjon: 'Utskriftskonfigurasjon', krevNiva4Innlogging: yes, svarSendesTil: 'Adresse',
	    svarPaForsendelse: text(undefined, UUID), dokumenter: ['Dokument'], forsendelsestype: text(100), eksternReferanse: text(100),
	    korrelasjonsid: text(100), svarPaForsendelseLink: yes, taushetsbelagtPost: yes },
	Adresse: { 'navn*': text(), digitalId: text(), adresselinje1: text(), adresselinje2: text(), adresselinje3: text(),
	    poststed: text(), postnummer: text(), land: text() },
	Utskriftskonfigurasjon: { utskriftMedFarger: yes, tosidig: yes },
	Dokument: { 'filnavn*': text(226, /^[^*:"\\/<>|?]+$/), 'mimeType*': text(), skalSigneres: yes, dokumentType: text(),
	    skalEkskluderesFraUtskrift: yes, inneholderPersonsensitivInformasjon: yes },
};

function follows(value, kind, what) {
	if (Array.isArray(kind)) {
		must(Array.isArray(value), `${what}: is no list`);
		value.forEach((v, i) => follows(v, kind[0], `${what}[${i}]`));
	} else if (typeof kind === 'string') {
		const fields = schemas[kind], names = Object.keys(fields).map(n => n.replace('*', ''));
		only(value, names, what);
		for (const [n, k] of Object.entries(fields)) {
			const name = n.replace('*', '');
			must(name in value || !n.endsWith('*'), `${what}: ${name} is missing`);
			if (name in value) follows(value[name], k, `${what}.${name}`);
		}
	} else {
		must(typeof value === kind.type, `${what}: is no ${kind.type}`);
		must(kind.max === undefined || [...value].length <= kind.max, `${what}: is too long`);
		must(kind.pattern === undefined || kind.pattern.test(value), `${what}: is not as the format says`);
	}
}

export function svarut({ holds, account, integration, password, decrypt }) {
	let letters = [], way = { digital: ['MOTTATT'], print: ['MOTTATT'] };
	const steps = { 'POST forsendelser': 'send', 'GET forsendelser': 'look-up', 'POST status-sok': 'status', 'GET hendelser': 'events' };
	const error = (status, message) => ({ timestamp: Date.now(), status, error: 'Feil', errorId: randomUUID(), message,
		errorCode: `SVARUT_${status}` });

	function address(a, digitalOnly) {
		must(a.digitalId === undefined || /^([0-9]{9}|[0-9]{11})$/.test(a.digitalId), 'digitalId: is none');
		if (digitalOnly)
			return must(a.digitalId !== undefined, 'mottaker: digitalId is needed where nothing is printed');
		must(a.poststed, 'mottaker: poststed is needed where it may be printed');
		must((a.land ?? 'Norge') !== 'Norge' || /^[0-9]{4}$/.test(a.postnummer ?? ''), 'mottaker: postnummer is needed in Norway');
	}

	/* each of them there, in the order they are named, and printable where it may come to paper */
	function files(f, got) {
		must(Array.isArray(f.dokumenter) && f.dokumenter.length === got.length, 'dokumenter: not the files that came');
		must(new Set(f.dokumenter.map(d => d.filnavn)).size === got.length, 'dokumenter: two of one name');
		f.dokumenter.forEach((d, i) => {
			must(d.filnavn === got[i].filename && d.mimeType === got[i].type, `dokumenter[${i}]: not the file that came`);
			must(/^[a-z]+\/[a-z0-9.+-]+$/.test(d.mimeType), `dokumenter[${i}]: mimeType`);
			must(f.kunDigitalLevering === true || d.mimeType === 'application/pdf', `dokumenter[${i}]: only PDF is printed`);
		});
		must(f.dokumenter[0].mimeType === 'application/pdf', 'dokumenter: the letter is a PDF');
	}

	function rules(f, got) {
		must(!f.krevNiva4Innlogging || f.kryptert, 'krevNiva4Innlogging: the documents must be encrypted');
		address(f.mottaker, f.kunDigitalLevering === true);
		if (f.svarSendesTil) address(f.svarSendesTil, false);
		files(f, got);
	}

	function send(call) {
		const [first, ...got] = parts(call);
		must(got.length > 0 && first.name === 'forsendelse' && got.every(p => p.name === 'filer'), 'parts: forsendelse and filer');
		must(first.type === 'application/json' && first.filename === undefined, 'forsendelse: application/json, no file name');
		const f = json(first.bytes, 'forsendelse');
		follows(f, 'Forsendelse', 'forsendelse');
		rules(f, got);
		const [pdf, ...more] = got.map(p => f.kryptert ? decrypt(p.bytes) : p.bytes);
		must(pdf.subarray(0, 5).toString() === '%PDF-', 'filer: is no PDF');
		const letter = { id: randomUUID(), key: f.eksternReferanse, at: new Date().toISOString(), forsendelse: f, sha256: sha256(pdf),
			files: more.map((b, i) => ({ name: got[i + 1].filename, type: got[i + 1].type, sha256: sha256(b) })),
			print: f.mottaker.digitalId === undefined, step: 0, history: [] };
		letters.push(letter);
		return { status: 200, json: { id: letter.id } };
	}

	function lookUp(call) {
		parameters(call, ['eksternRef']);
		const ref = call.url.searchParams.get('eksternRef');
		must(ref, 'eksternRef is missing');
		return { status: 200, json: { forsendelseIds: letters.filter(l => l.key === ref).map(l => l.id) } };
	}

	function status(call) {
		must(call.headers['content-type'] === 'application/json', 'status: content type');
		const ask = json(call.body, 'status-sok');
		only(ask, ['forsendelseIds'], 'status-sok');
		must(Array.isArray(ask.forsendelseIds) && ask.forsendelseIds.every(i => UUID.test(i)), 'forsendelseIds: are none');
		return { status: 200, json: { statuser: letters.filter(l => ask.forsendelseIds.includes(l.id)).map(l => {
			const steps = way[l.print ? 'print' : 'digital'], now = steps[Math.min(l.step++, steps.length - 1)];
			if (l.history.at(-1)?.status !== now) l.history.push({ status: now, at: new Date().toISOString() });
			return { id: l.id, sisteStatusEndring: l.history.at(-1).at.replace('Z', '+00:00'), status: now };
		}) } };
	}

	function events(call) {
		const id = /\/v2\/forsendelser\/([^/]+)\/hendelser$/.exec(call.path)[1], l = letters.find(x => x.id === id);
		if (!l) return { status: 404, json: error(404, 'finnes ikke') };
		return { status: 200, json: { hendelser: [{ tidspunkt: l.at, hendelse: 'Akseptert for ekspedering' },
			...(way.events ?? []), ...l.history.map(h => ({ tidspunkt: h.at, hendelse: `Status ${h.status}` }))] } };
	}

	function take(call) {
		const withBody = call.step === 'send' || call.step === 'status' ? ['content-type'] : [];
		headers(call, ['authorization', 'integrasjonid', 'integrasjonpassord', ...withBody]);
		if (call.how === 'expired' || !holds(call.headers.authorization, SCOPE)) return { status: 401, json: error(401, 'token') };
		if (call.headers.integrasjonid !== integration || call.headers.integrasjonpassord !== password)
			return { status: 403, json: error(403, 'integrasjon') };
		if (call.step !== 'events') {
			const [, konto] = /^\/api\/v2\/kontoer\/([^/]+)\/forsendelser(\/status-sok)?$/.exec(call.path) ?? [];
			must(konto, `${call.method} ${call.path}: no such call`);
			if (konto !== account) return { status: 403, json: error(403, 'konto') };
		}
		must(call.step in { send, 'look-up': 0, status, events }, `${call.method} ${call.path}: no such call`);
		return { send, 'look-up': lookUp, status, events }[call.step](call);
	}

	return {
		name: 'svarut', take, error,
		step: call => steps[`${call.method} ${call.path.split('/').at(-1)}`] ?? 'unknown',
		seen: () => ({ letters }),
		forget: () => { letters = []; way = { digital: ['MOTTATT'], print: ['MOTTATT'] }; },
		progress: p => { way = { ...way, ...p }; },
	};
}
