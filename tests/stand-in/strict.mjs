// strict - what the stand-ins share: they refuse what the format does not have, say why, and can misbehave
//
// A stand-in is { name, steps, take(call) }.  steps(call) names what is asked for ("send", "status" …); take
// answers with { status, json }, or throws Wrong, which becomes 400 and is remembered for the test to see.
//
//   POST /-/behave    {"who": "svarut", "on": "send", "how": "hang-up-after", "times": 1, "ms": 0}
//                     times: how often before it is well again, 0: until told otherwise; on: "*" for every step;
//                     after: how often it is well first
//   POST /-/well      all of them behave again
//   GET  /-/seen      {"wrong": [reasons], NAME: what it remembers, …}
//   POST /-/forget    … nothing of it any more
//
// how:  slow           waits ms, then does as asked          hang-up-before  does nothing, no answer
//       hang-up-after  does as asked, no answer              500-after       does as asked, says 500
//       twice          does as asked two times               nonsense        does as asked, answers with no JSON
//       empty          does as asked, answers {}             cut             does as asked, half an answer
//       4xx, 5xx       "404", "503": does nothing, says so   anything else is the stand-in's own
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';

export class Wrong extends Error {}
export const must = (ok, reason) => { if (!ok) throw new Wrong(reason); };
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
export const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

export function only(object, names, what) {
	must(object !== null && typeof object === 'object' && !Array.isArray(object), `${what}: is no object`);
	for (const n of Object.keys(object))
		must(names.includes(n), `${what}: has no ${n}`);
}

export function json(bytes, what) {
	try {
		return JSON.parse(bytes.toString('utf8'));
	} catch {
		throw new Wrong(`${what}: is no JSON`);
	}
}

const ordinary = ['host', 'user-agent', 'accept', 'content-length', 'connection', 'transfer-encoding'];
export function headers(call, names) {
	for (const n of Object.keys(call.headers))
		must(ordinary.includes(n) || names.includes(n), `header: has no ${n}`);
	for (const n of names)
		must(call.headers[n] !== undefined, `header: ${n} is missing`);
}

export function parameters(call, names) {
	for (const [n] of call.url.searchParams)
		must(names.includes(n), `parameter: has no ${n}`);
}

// The parts of multipart/form-data (RFC 7578): [{name, filename, type, bytes}]
export function parts(call) {
	const boundary = /^multipart\/form-data; boundary=([^;"]+)$/.exec(call.headers['content-type'] ?? '')?.[1];
	must(boundary, 'multipart: content type');
	const mark = Buffer.from(`\r\n--${boundary}`), body = Buffer.concat([Buffer.from('\r\n'), call.body]), out = [];
	let at = body.indexOf(mark);
	must(at === 0, 'multipart: does not begin with its boundary');
	for (;;) {
		const begin = at + mark.length, tail = body.subarray(begin, begin + 4).toString('latin1');
		if (tail.startsWith('--')) break;
		must(tail.startsWith('\r\n'), 'multipart: a boundary goes on');
		const end = body.indexOf(mark, begin), gap = body.indexOf('\r\n\r\n', begin);
		must(end > 0 && gap > 0 && gap < end, 'multipart: a part has no end');
		const head = body.subarray(begin + 2, gap).toString('utf8').split('\r\n').map(l => /^([A-Za-z-]+): (.*)$/.exec(l));
		must(head.every(Boolean), 'multipart: a header is none');
		const get = n => head.find(h => h[1].toLowerCase() === n)?.[2];
		must(head.every(h => ['content-disposition', 'content-type'].includes(h[1].toLowerCase())), 'multipart: a header too many');
		const [, name, , filename] = /^form-data; name="([^"]*)"(; filename="([^"]*)")?$/.exec(get('content-disposition') ?? '') ?? [];
		must(name !== undefined, 'multipart: content-disposition');
		out.push({ name, filename, type: get('content-type'), bytes: body.subarray(gap + 4, end) });
		at = end;
	}
	return out;
}

const sleep = ms => new Promise(done => setTimeout(done, ms));

function read(req) {
	return new Promise((done, failed) => {
		const chunks = [];
		req.on('data', c => chunks.push(c)).on('end', () => done(Buffer.concat(chunks))).on('error', failed);
	});
}

const say = (res, status, value) => {
	const body = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
	res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
	res.end(body);
};

/* A test that was busy with psql does not see that a connection was closed, and would call into it. */
export const patient = server => Object.assign(server, { keepAliveTimeout: 0 });

export function serve(standIns) {
	let orders = [], wrong = [], calls = {};
	const order = (name, step) => {
		const o = orders.find(x => x.who === name && (x.on === '*' || x.on === step));
		if (o?.after > 0) return o.after--, { how: 'well' };
		if (o?.times > 0 && --o.times === 0) orders = orders.filter(x => x !== o);
		return o ?? { how: 'well' };
	};
	const act = async (s, call) => {
		try {
			return await s.take(call);
		} catch (e) {
			if (!(e instanceof Wrong)) throw e;
			wrong.push(`${s.name}: ${e.message}`);
			return { status: 400, json: s.error?.(400, e.message) ?? { error: e.message } };
		}
	};
	const answer = async (s, call, res) => {
		const o = order(s.name, call.step), how = o.how;
		call.how = how;
		call.ms = o.ms ?? 0;
		if (how === 'slow') await sleep(o.ms);
		if (how === 'hang-up-before') return res.destroy();
		if (/^[45][0-9][0-9]$/.test(how)) return say(res, Number(how), s.error?.(Number(how), 'told to') ?? {});
		const got = await act(s, call);
		if (how === 'twice') await act(s, call);
		if (how === 'hang-up-after') return res.destroy();
		if (how === '500-after') return say(res, 500, s.error?.(500, 'told to') ?? {});
		if (how === 'nonsense') return say(res, got.status, '<html>Velkommen</html>');
		if (how === 'empty') return say(res, got.status, {});
		if (got.date) res.setHeader('date', new Date(got.date).toUTCString());
		if (how !== 'cut') return say(res, got.status, got.json);
		res.writeHead(got.status, { 'content-type': 'application/json', 'content-length': 4000 });
		res.write(JSON.stringify(got.json ?? {}).slice(0, 5), () => res.destroy());
	};
	const control = {
		behave: body => { orders.push(JSON.parse(body)); },
		well: () => { orders = []; },
		forget: () => { wrong = []; calls = {}; standIns.forEach(s => s.forget()); },
		seen: () => ({ wrong, calls, ...Object.fromEntries(standIns.map(s => [s.name, s.seen()])) }),
		progress: body => { const p = JSON.parse(body); standIns.find(s => s.name === p.who).progress(p); },
	};
	const server = createServer(async (req, res) => {
		const url = new URL(req.url, 'http://here'), body = await read(req).catch(() => null);
		if (body === null) return;
		const told = /^\/-\/([a-z]+)$/.exec(url.pathname)?.[1];
		if (told) return say(res, control[told] ? 200 : 404, control[told]?.(body.toString()) ?? {});
		const s = standIns.find(x => url.pathname.startsWith(`/${x.name}/`));
		if (!s) return say(res, 404, { error: 'nobody lives here' });
		const call = { method: req.method, url, path: url.pathname.slice(s.name.length + 1), headers: req.headers, body };
		call.step = s.step(call);
		calls[`${s.name} ${call.step}`] = (calls[`${s.name} ${call.step}`] ?? 0) + 1;
		answer(s, call, res).catch(e => { wrong.push(`${s.name}: ${e.stack}`); res.destroy(); });
	});
	return patient(server);
}
