// krr - stands in for the contact and reservation register (Oppslagstjenesten REST v2) and for the
// Maskinporten that opens it.  Strict: what the format does not have is refused with 400 and a reason, and
// remembered for the test to see.
//
//   node krr.mjs KEYFILE     writes a private key (JWK) to KEYFILE, prints "port N", ends with its stdin
//
//   POST /-/behave   {"how": "ok", "ms": 0, "times": 0, "people": {"PID": {…}}}   from here on; times: how often
//                    it misbehaves before it is well again, 0: until told otherwise
//   GET  /-/seen     {"calls": N, "asked": [[pids of each call]], "tokens": N, "wrong": ["…"]}, then forgets it
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { maskinporten } from './maskinporten.mjs';
import { Wrong, json, must, only, patient } from './strict.mjs';

const scope = 'krr:global/kontaktinformasjon.read';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
writeFileSync(process.argv[2], JSON.stringify(privateKey.export({ format: 'jwk' })), { mode: 0o600 });

let behaviour = { how: 'ok' };
let seen;
const forget = () => { seen = { calls: 0, asked: [], wrong: [] }; };
forget();

const enums = {
	reservasjon: ['JA', 'NEI'],
	status: ['AKTIV', 'SLETTET', 'IKKE_REGISTRERT'],
	varslingsstatus: ['KAN_VARSLES', 'KAN_IKKE_VARSLES'],
	spraak: ['nb', 'nn', 'en', 'se'],
};

let port;
const gate = maskinporten({ audience: () => `http://127.0.0.1:${port}/`, client: 'skranke-test',
	keys: [{ kid: 'krr-test', publicKey: createPublicKey(privateKey) }], scopes: [scope] });

function grant(req, body) {
	const got = gate.take({ method: req.method, path: req.url, url: new URL(req.url, 'http://here'), headers: req.headers, body });
	must(got.status === 200, got.json.error_description);
	return got.json;
}

const person = pid => {
	const said = behaviour.people?.[pid] ?? {};
	const p = { personidentifikator: pid, reservasjon: 'NEI', status: 'AKTIV', varslingsstatus: 'KAN_VARSLES',
		kontaktinformasjon: { epostadresse: `${pid}@krr.example`, epostadresse_oppdatert: '2026-05-05T10:45:15.768Z',
			epostadresse_sist_verifisert: new Date().toISOString() }, spraak: 'nb', spraak_oppdatert: '2022-08-05T10:45:15.768Z', ...said };
	if (p.status !== 'AKTIV')
		delete p.kontaktinformasjon;
	return p;
};

function ask(req, body) {
	must(/^application\/json(; *charset=utf-8)?$/i.test(req.headers['content-type'] ?? ''), 'content type');
	must(/application\/json|\*\/\*/.test(req.headers.accept ?? ''), 'accept');
	const q = json(body, 'the question');
	only(q, ['personidentifikatorer'], 'the question');
	const pids = q.personidentifikatorer;
	must(Array.isArray(pids) && pids.length >= 1 && pids.length <= 1000, 'one to a thousand people');
	must(pids.every(p => /^[0-9]{11}$/.test(p)), 'an identity number has eleven digits');
	must(new Set(pids).size === pids.length, 'nobody twice');
	seen.asked.push(pids);
	return pids;
}

// What it does instead of answering well.
const answers = {
	ok: p => JSON.stringify({ personer: p.map(person) }),
	'not-json': () => '<html>Vedlikehold</html>',
	'wrong-shape': p => JSON.stringify({ persons: p.map(person) }),
	truncated: p => JSON.stringify({ personer: p.map(person) }).slice(0, -20),
	twice: p => JSON.stringify({ personer: [...p, ...p].map(person) }),
	others: p => JSON.stringify({ personer: [...p.map(person), person('02928297883')] }),
	nobody: () => JSON.stringify({ personer: [] }),
	huge: () => JSON.stringify({ personer: [{ x: 'x'.repeat(8 << 20) }] }),
};

function misbehaviour() {
	const how = behaviour.how;
	if (how !== 'ok' && behaviour.times > 0 && --behaviour.times === 0)
		behaviour = { ...behaviour, how: 'ok' };
	return how;
}

async function people(req, res, body) {
	seen.calls++;
	const how = misbehaviour();
	if (how === 'hang-up')
		return req.socket.destroy();
	if (how === 'expired')
		gate.progress();
	if (!gate.holds(req.headers.authorization, scope))
		return send(res, 401, '{"error":"invalid_token"}');
	const pids = ask(req, body);
	if (how === 'hang-up-after')
		return req.socket.destroy();
	if (how === 'slow')
		await new Promise(done => setTimeout(done, behaviour.ms));
	if (/^[0-9]{3}$/.test(how))
		return send(res, Number(how), '{}');
	return send(res, 200, (answers[how] ?? answers.ok)(pids));
}

function send(res, status, text) {
	res.writeHead(status, { 'content-type': 'application/json' });
	res.end(text);
}

function behave(body) {
	behaviour = { how: 'ok', times: 0, ...JSON.parse(body) };
	for (const p of Object.values(behaviour.people ?? {}))
		for (const [name, values] of Object.entries(enums))
			if (!behaviour.odd && p[name] !== undefined && !values.includes(p[name]))
				throw new Wrong(`the register has no ${name} ${p[name]}`);
	return {};
}

async function handle(req, res, body) {
	const at = `${req.method} ${req.url}`;
	if (at === 'POST /token')
		return send(res, 200, JSON.stringify(grant(req, body)));
	if (at === 'POST /rest/v2/personer')
		return people(req, res, body);
	if (at === 'POST /-/behave')
		return send(res, 200, JSON.stringify(behave(body)));
	must(at === 'GET /-/seen', `no such address: ${at}`);
	send(res, 200, JSON.stringify({ ...seen, tokens: gate.seen().given.length }));
	forget();
	gate.forget();
}

const server = patient(createServer((req, res) => {
	const pieces = [];
	req.on('data', piece => pieces.push(piece)).on('end', async () => {
		try {
			await handle(req, res, Buffer.concat(pieces));
		} catch (e) {
			seen.wrong.push(e.message);
			send(res, 400, JSON.stringify({ error: 'invalid_request', error_description: e.message }));
		}
	});
}));
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
	port = server.address().port;
	console.log(`port ${port}`);
});
process.stdin.resume().on('end', () => process.exit(0));
