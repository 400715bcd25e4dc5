/*
 * http.mjs - a visitor without a browser: cookies, redirects and forms, and nothing that hides an answer
 *
 * Every name under localhost is this machine.  An answer holds status, headers, bytes, text, url.
 */
import http from 'node:http';
import { base, provider } from './stack.mjs';

export class Visitor {
	constructor(start = base) {
		this.start = start;
		this.jar = new Map();		/* host:port -> Map(name -> value) */
	}

	/* One request, redirects not followed.  body: a string, a Buffer or an object of form fields. */
	async ask(method, target, { body, headers = {}, from } = {}) {
		const url = new URL(target, this.url ?? this.start);
		const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : fields(body);
		const sent = { host: url.host, ...headers };
		const cookies = this.jar.get(url.host);
		if (cookies?.size)
			sent.cookie ??= [...cookies].map(([k, v]) => `${k}=${v}`).join('; ');
		if (bytes !== undefined) {
			sent['content-type'] ??= 'application/x-www-form-urlencoded';
			sent['content-length'] ??= Buffer.byteLength(bytes);
		}
		const answer = await send({ method, port: url.port, path: url.pathname + url.search, headers: sent, localAddress: from }, bytes);
		this.keep(url.host, answer.headers['set-cookie'] ?? []);
		return { ...answer, url: url.href };
	}

	/* As a browser does: follows redirects, and remembers where it is. */
	async go(target, how = {}, method = 'GET') {
		let answer = await this.ask(method, target, how);
		for (let n = 0; n < 20 && [301, 302, 303, 307, 308].includes(answer.status); n++) {
			this.url = answer.url;
			answer = await this.ask('GET', answer.headers.location);
		}
		this.url = answer.url;
		this.page = answer;
		return answer;
	}

	post(target, body, how = {}) {
		return this.go(target, { ...how, body }, 'POST');
	}

	/* Send the form on the page that has a button (or field) with this name and value, changed by `values`. */
	submit(values = {}, { action } = {}) {
		const form = formsOf(this.page.text).find(f => action === undefined || f.action.includes(action));
		if (!form)
			throw new Error(`no form${action ? ` to ${action}` : ''} on ${this.page.url}`);
		return this.post(form.action || this.page.url, [...form.fields.filter(([k]) => !(k in values)), ...entries(values)]);
	}

	/* At the login provider's page: be this person.  Ends where the counter sends one afterwards. */
	async choose(person, more = {}) {
		if (!this.page.url.startsWith(provider))
			throw new Error(`not at the login provider, but at ${this.page.url}`);
		return this.post(this.page.url, { person, ...more });
	}

	async login(person, to = '/mine-saker') {
		await this.go(`/logginn?til=${encodeURIComponent(to)}`);
		return this.choose(person);
	}

	async loginStaff(person, to = '/saksbehandling') {
		await this.go(`/saksbehandling/logginn?til=${encodeURIComponent(to)}`);
		return this.choose(person);
	}

	keep(host, lines) {
		const cookies = this.jar.get(host) ?? this.jar.set(host, new Map()).get(host);
		for (const line of lines) {
			const [pair, ...attributes] = line.split(/; */);
			const at = pair.indexOf('=');
			if (attributes.some(a => /^max-age=0$/i.test(a) || /^expires=thu, 01.jan.1970/i.test(a)))
				cookies.delete(pair.slice(0, at));
			else
				cookies.set(pair.slice(0, at), pair.slice(at + 1));
		}
	}

	/* The CSRF value of the page one is at. */
	get csrf() {
		return /name="csrf"[^>]*value="([^"]*)"/.exec(this.page.text)?.[1] ?? /value="([^"]*)"[^>]*name="csrf"/.exec(this.page.text)?.[1];
	}
}

const entries = o => Array.isArray(o) ? o : Object.entries(o).flatMap(([k, v]) => Array.isArray(v) ? v.map(x => [k, x]) : v === null ? [] : [[k, v]]);
const fields = o => new URLSearchParams(entries(o).map(([k, v]) => [k, String(v)])).toString();

function send(options, body) {
	return new Promise((resolve, reject) => {
		const req = http.request({ host: '127.0.0.1', agent: false, ...options }, res => {
			const pieces = [];
			res.on('data', d => pieces.push(d));
			res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, bytes: Buffer.concat(pieces), text: Buffer.concat(pieces).toString('utf8') }));
			res.on('error', reject);
		});
		req.on('error', reject);
		req.end(body);
	});
}

const unescape = s => s.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(amp|lt|gt|quot|apos));/gi, (m, d, x, n) =>
	n ? { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[n.toLowerCase()] : String.fromCodePoint(d ? Number(d) : parseInt(x, 16)));

function attributes(tag) {
	const out = {};
	for (const m of tag.matchAll(/\s([a-z][a-z0-9:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/gi))
		out[m[1].toLowerCase()] = unescape(m[2] ?? m[3] ?? '');
	return out;
}

/* The forms of a page: action, method, and what a browser would send if no button was pressed. */
export function formsOf(html) {
	return [...html.matchAll(/<form\b[^>]*>([\s\S]*?)<\/form>/gi)].map(m => {
		const head = attributes(/<form\b[^>]*>/i.exec(m[0])[0]);
		return { action: head.action ?? '', method: (head.method ?? 'get').toLowerCase(), fields: fieldsOf(m[1]) };
	});
}

function fieldsOf(html) {
	const found = [];
	for (const m of html.matchAll(/<input\b[^>]*>|<textarea\b[^>]*>([\s\S]*?)<\/textarea>|<select\b[^>]*>([\s\S]*?)<\/select>/gi)) {
		const a = attributes(/<[a-z]+\b[^>]*>/i.exec(m[0])[0]);
		if (a.name === undefined || 'disabled' in a)
			continue;
		if (m[1] !== undefined)
			found.push([a.name, unescape(m[1]).replace(/^\r?\n/, '')]);
		else if (m[2] !== undefined)
			found.push([a.name, chosen(m[2])]);
		else if (!['submit', 'button', 'image', 'reset'].includes(a.type) && (!['checkbox', 'radio'].includes(a.type) || 'checked' in a))
			found.push([a.name, a.value ?? 'on']);
	}
	return found;
}

function chosen(html) {
	const options = [...html.matchAll(/<option\b[^>]*>([^<]*)/gi)].map(o => ({ ...attributes(o[0].slice(0, o[0].indexOf('>') + 1)), text: unescape(o[1]).trim() }));
	const o = options.find(x => 'selected' in x) ?? options[0];
	return o?.value ?? o?.text ?? '';
}
