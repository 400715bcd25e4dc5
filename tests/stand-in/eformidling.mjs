// eformidling - stands in for an integrasjonspunkt: messages out (multipart; create, upload, send), statuses
//
// eformidling({ login, orgnr }).  As the real one it makes no second message of one messageId, and puts what
// is sent twice in its queue twice: that is counted in `sent` of each message.
// /-/progress {"who": "eformidling", "digital": ["SENDT", "LEVERT", "LEST"], "print": ["SENDT", "LEVERT"]}: what
// becomes of a message after it was sent, one more each time one asks; "alive": ms that one lives which was never
// sent (24 hours), after which it is LEVETID_UTLOPT.
import { DAY, UUID, headers, json, must, only, parameters, parts, sha256 } from './strict.mjs';

const AUTHORITY = 'iso6523-actorid-upis';
const types = {
	digital: 'urn:no:difi:digitalpost:xsd:digital::digital',
	print: 'urn:no:difi:digitalpost:xsd:fysisk::print',
};
const string = (v, what) => must(typeof v === 'string' && v.length > 0, `${what}: is no text`);

function party(list, pattern, what) {
	must(Array.isArray(list) && list.length === 1, `${what}: is not one`);
	only(list[0], ['identifier'], what);
	only(list[0].identifier, ['value', 'authority'], `${what}.identifier`);
	must(list[0].identifier.authority === AUTHORITY, `${what}: authority`);
	must(pattern.test(list[0].identifier.value), `${what}: value`);
}

function head(h, orgnr) {
	only(h, ['headerVersion', 'sender', 'receiver', 'documentIdentification', 'businessScope'], 'header');
	must(h.headerVersion === '1.0', 'headerVersion');
	party(h.sender, new RegExp(`^0192:${orgnr}$`), 'sender');
	party(h.receiver, /^[0-9]{11}$/, 'receiver');
	const d = h.documentIdentification;
	only(d, ['standard', 'typeVersion', 'instanceIdentifier', 'type', 'creationDateAndTime'], 'documentIdentification');
	must(d.type in types && d.standard === types[d.type] && d.typeVersion === '1.0', 'documentIdentification: type and standard');
	must(UUID.test(d.instanceIdentifier), 'instanceIdentifier: is no UUID');
	only(h.businessScope, ['scope'], 'businessScope');
	must(h.businessScope.scope?.length === 1, 'scope: is not one');
	const s = h.businessScope.scope[0];
	only(s, ['type', 'instanceIdentifier', 'identifier', 'scopeInformation'], 'scope');
	must(s.type === 'ConversationId' && UUID.test(s.instanceIdentifier), 'scope: ConversationId');
	must(/^urn:no:difi:profile:digitalpost:(vedtak|info):ver1\.0$/.test(s.identifier), 'scope: identifier');
	return d;
}

function digital(b) {
	only(b, ['sikkerhetsnivaa', 'hoveddokument', 'avsenderId', 'fakturaReferanse', 'tittel', 'spraak', 'digitalPostInfo', 'varsler',
		'metadataFiler'], 'digital');
	must([3, 4].includes(b.sikkerhetsnivaa), 'sikkerhetsnivaa');
	for (const n of ['hoveddokument', 'tittel', 'spraak']) string(b[n], n);
	only(b.digitalPostInfo, ['virkningsdato', 'aapningskvittering'], 'digitalPostInfo');
	must(DAY.test(b.digitalPostInfo.virkningsdato), 'virkningsdato');
	must(typeof b.digitalPostInfo.aapningskvittering === 'boolean', 'aapningskvittering');
}

function address(a, what) {
	only(a, ['navn', 'adresselinje1', 'adresselinje2', 'adresselinje3', 'adresselinje4', 'postnummer', 'poststed', 'land'], what);
	for (const n of ['navn', 'adresselinje1', 'postnummer', 'poststed', 'land']) string(a[n], `${what}.${n}`);
}

function print(b) {
	only(b, ['hoveddokument', 'avsenderId', 'mottaker', 'utskriftsfarge', 'posttype', 'retur'], 'print');
	string(b.hoveddokument, 'hoveddokument');
	address(b.mottaker, 'mottaker');
	must(['SORT_HVIT', 'FARGE'].includes(b.utskriftsfarge), 'utskriftsfarge');
	must(['A_PRIORITERT', 'B_OEKONOMI'].includes(b.posttype), 'posttype');
	only(b.retur, ['mottaker', 'returhaandtering'], 'retur');
	address(b.retur.mottaker, 'retur.mottaker');
	must(['DIREKTE_RETUR', 'MAKULERING_MED_MELDING'].includes(b.retur.returhaandtering), 'returhaandtering');
}

export function eformidling({ login, orgnr }) {
	const usual = { digital: ['SENDT'], print: ['SENDT'], alive: 24 * 3600 * 1000 };
	let messages = [], way = usual, ids = 0;
	const known = { digital, print };
	const find = id => messages.find(m => m.key === id);
	const error = (status, message) => ({ timestamp: new Date().toISOString(), status, error: status < 500 ? 'Bad_Request' : 'Error', message });
	const add = (m, status) => m.statuses.push({ id: ++ids, lastUpdate: new Date().toISOString().replace('Z', '+00:00'), status,
		description: status, conversationId: m.key, messageId: m.key });

	function make(bytes) {
		const sbd = json(bytes, 'sbd'), d = head(sbd.standardBusinessDocumentHeader ?? {}, orgnr);
		only(sbd, ['standardBusinessDocumentHeader', d.type], 'sbd');
		known[d.type](sbd[d.type] ?? {});
		must(!find(d.instanceIdentifier), `Message with messageId = ${d.instanceIdentifier} already exists`);
		return { key: d.instanceIdentifier, sbd, type: d.type, main: sbd[d.type].hoveddokument, file: null, files: [], sent: 0, step: 0, statuses: [] };
	}

	function keep(m) {
		m.at = Date.now();
		messages.push(m);
		add(m, 'OPPRETTET');
		return { status: 200, json: m.sbd };
	}

	/* the letter has the name of hoveddokument; what has another goes with it, and no name comes twice */
	function attach(m, { title, name, type, bytes }) {
		must(title && name && bytes.length > 0, 'upload: title, name and bytes');
		must(/^[a-z]+\/[a-z0-9.+-]+$/.test(type ?? ''), 'upload: content type');
		must(m.type !== 'print' || type === 'application/pdf', 'upload: only PDF is printed');
		must(![m.file, ...m.files].some(f => f?.name === name), `Filename already exists in message: ${name}.`);
		if (name !== m.main) {
			m.files.push({ name, title, type, sha256: sha256(bytes) });
			return { status: 200 };
		}
		must(type === 'application/pdf' && bytes.subarray(0, 5).toString() === '%PDF-', 'upload: is no PDF');
		m.file = { name, title, sha256: sha256(bytes) };
		return { status: 200 };
	}

	function create(call) {
		headers(call, ['content-type', ...(login ? ['authorization'] : [])]);
		must(call.headers['content-type'] === 'application/json', 'create: content type');
		return keep(make(call.body));
	}

	function multipart(call) {
		headers(call, ['content-type', ...(login ? ['authorization'] : [])]);
		const [sbd, ...files] = parts(call);
		must(sbd?.name === 'sbd' && sbd.filename === undefined && files.length > 0, 'parts: sbd, and files');
		must(files.reduce((n, f) => n + f.bytes.length, 0) <= 5 * 1024 * 1024, 'multipart: files over 5 MB');
		const m = make(sbd.bytes);
		for (const f of files) attach(m, { title: f.name, name: f.filename, type: f.type, bytes: f.bytes });
		must(m.file !== null, 'multipart: hoveddokument is not among the files');
		m.sent++;
		return keep(m);
	}

	function upload(call, m) {
		headers(call, ['content-type', 'content-disposition', ...(login ? ['authorization'] : [])]);
		parameters(call, []);
		const [, title, name] = /^attachment; name="([^"]+)"; filename="([^"]+)"$/.exec(call.headers['content-disposition']) ?? [];
		return attach(m, { title, name, type: call.headers['content-type'], bytes: call.body });
	}

	function send(call, m) {
		headers(call, login ? ['authorization'] : []);
		must(call.body.length === 0, 'send: has a body');
		must(m.file !== null, 'The message must contain at least one file');
		must(m.statuses.at(-1).status !== 'LEVETID_UTLOPT', 'The time to live has expired');
		m.sent++;
		return { status: 200 };
	}

	function statuses(call) {
		headers(call, login ? ['authorization'] : []);
		parameters(call, ['size', 'page', 'sort']);
		const m = find(call.path.split('/').at(-1)), steps = m ? way[m.type] : [];
		if (m?.sent > 0 && m.step < steps.length) add(m, steps[m.step++]);
		if (m?.sent === 0 && m.statuses.length === 1 && Date.now() - m.at > way.alive) add(m, 'LEVETID_UTLOPT');
		const content = m?.statuses ?? [];
		return { status: 200, json: { content, totalElements: content.length, totalPages: 1, last: true, first: true,
			size: Number(call.url.searchParams.get('size') ?? 10), number: 0, numberOfElements: content.length } };
	}

	function step(call) {
		const [, rest] = /^\/api\/(.+)$/.exec(call.path) ?? [], [what, out, id, more] = rest?.split('/') ?? [];
		if (call.method === 'GET' && what === 'statuses' && UUID.test(out ?? '') && !id) return 'status';
		if (what !== 'messages' || out !== 'out' || more) return 'unknown';
		if (call.method === 'POST') return id === 'multipart' ? 'multipart' : id ? 'send' : 'create';
		return call.method === 'PUT' && id ? 'upload' : 'unknown';
	}

	function take(call) {
		must(call.step !== 'unknown', `${call.method} ${call.path}: no such call`);
		if (login && call.headers.authorization !== `Basic ${Buffer.from(login).toString('base64')}`)
			return { status: 401, json: error(401, 'login') };
		if (call.step === 'create') return create(call);
		if (call.step === 'multipart') return multipart(call);
		if (call.step === 'status') return statuses(call);
		const m = find(call.path.split('/').at(-1));
		if (!m) return { status: 404, json: error(404, 'not found') };
		return call.step === 'upload' ? upload(call, m) : send(call, m);
	}

	return {
		name: 'eformidling', take, step, error,
		seen: () => ({ messages }),
		forget: () => { messages = []; way = usual; },
		progress: p => { way = { ...way, ...p }; },
	};
}
