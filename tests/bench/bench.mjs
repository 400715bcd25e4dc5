/*
 * bench.mjs - pages and submissions a second, each beside the least its parts can cost
 *
 * The limit of a figure is 1 / (1/a + 1/b), measured in the same run:
 *   a   nginx, the same site file, before null.c, which sends the same number of bytes
 *   b   pgbench running the statements that the program was seen to run, in pipelines as it does
 * so 1 would be a program that does nothing between the bytes and the rows.
 *
 * The statements are not written here: they are read in PostgreSQL's log while a real request is
 * answered.  Sessions and drafts are copies of one that was filled in page by page.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { base, port, root, sql, start, stop } from '../harness/stack.mjs';
import { begin, fill, answers, places, press } from '../http/apply.mjs';

const dir = process.env.SKRANKE_STACK;
const work = join(dir, 'bench');
const seconds = Number(process.env.SKRANKE_BENCH_SEC ?? 2);
const rounds = Number(process.env.SKRANKE_BENCH_ROUNDS ?? 7);
const CLIENTS = 8, PEOPLE = 64, EACH = 1000;		/* drafts to send: PEOPLE * EACH by wrk, as many by pgbench */
const nullPort = port + 2;
const pg = join(dir, 'pg');
mkdirSync(work, { recursive: true });

const say = (name, value, unit) => console.log(`bench ${name} ${value} ${unit}`);
const median = v => [...v].sort((x, y) => x - y)[v.length >> 1];
const pad = (n, width) => String(n).padStart(width, '0');
const token = p => `B${pad(p, 42)}`;
const csrf = p => `C${pad(p, 42)}`;
const uuid = (kind, n) => `${kind}-0000-7000-8000-${pad(n, 12)}`;
const PAGE = 'b0000000', SEND = 'b1000000', SEND_SQL = 'b2000000';

/* Whether a commit waits for the disk.  Where it does, the disk is the whole figure: ratios are taken without. */
function durable(on) {
	for (const name of ['fsync', 'full_page_writes'])
		sql(`ALTER SYSTEM SET ${name} = ${on ? 'on' : 'off'}`);
	sql('SELECT pg_reload_conf()');
}

/* ---- people, sessions and drafts ---- */

/* A draft with 31 fields on one page: ten siblings, three questions each, and the question before them. */
async function filled() {
	const v = await begin('kari');
	const kindergartens = places();
	const all = answers();
	all.onsker = { 'onske.1.barnehage': kindergartens[0], andre_barnehager: 'ja' };
	for (const [page, values] of Object.entries(all)) {
		if (page !== 'sosken') {
			await fill(v, { [page]: values });
			continue;
		}
		await press(v, { sosken_i_barnehage: 'ja' }, 'lagre');
		await v.go(`${v.draft}/sosken`);
		for (let i = 1; i < 10; i++)
			await press(v, {}, 'legg-til:sosken');
		const ten = {};
		for (let i = 1; i <= 10; i++)
			Object.assign(ten, { [`sosken.${i}.navn`]: `Søsken nummer ${i}`, [`sosken.${i}.barnehage`]: kindergartens[i] });
		await fill(v, { sosken: { sosken_i_barnehage: 'ja', ...ten } });
	}
	await v.go(`${v.draft}/sosken`);
	const fieldsShown = (v.page.text.match(/<(input|select|textarea)\b(?![^>]*type="(hidden|radio)")/g)?.length ?? 0)
	    + new Set([...v.page.text.matchAll(/type="radio" [^>]*name="([^"]*)"|name="([^"]*)"[^>]*type="radio"/g)].map(m => m[1] ?? m[2])).size;
	say('page_fields', fieldsShown, 'fields');
	return v.id;
}

/* One whole draft as most people have it, for sending. */
async function usual() {
	const v = await fill(await begin('ola'));
	return v.id;
}

function copies(pageDraft, sendDraft) {
	sql(`SET session_replication_role = replica;
		INSERT INTO person (id, pid, name) SELECT ('d0000000-0000-7000-8000-' || lpad(p::text, 12, '0'))::uuid, lpad(p::text, 11, '0'), 'Prøve ' || p
		    FROM generate_series(0, ${PEOPLE - 1}) p;
		INSERT INTO session (id, token_sha256, tenant_id, person_id, client, sub, acr, csrf)
		    SELECT gen_random_uuid(), sha256(convert_to('B' || lpad(p::text, 42, '0'), 'UTF8')), '9998',
		    ('d0000000-0000-7000-8000-' || lpad(p::text, 12, '0'))::uuid, 'citizen', 'bench', 'idporten-loa-high', 'C' || lpad(p::text, 42, '0')
		    FROM generate_series(0, ${PEOPLE - 1}) p;
		${copyDrafts(pageDraft, PAGE, PEOPLE, 1)}
		${copyDrafts(sendDraft, SEND, PEOPLE * EACH, EACH)}
		${copyDrafts(sendDraft, SEND_SQL, PEOPLE * EACH, EACH)}
		VACUUM ANALYZE; CHECKPOINT;`);
}

const copyDrafts = (from, kind, n, each) => `
	INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, persons, page, revision)
	    SELECT ('${kind}-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, tenant_id,
	    ('d0000000-0000-7000-8000-' || lpad((n / ${each})::text, 12, '0'))::uuid, service, release_id, answers, persons, page, revision
	    FROM draft, generate_series(0, ${n - 1}) n WHERE id = '${from}';`;

/* ---- the statements of a request, as PostgreSQL logged them ---- */

function listen(on) {
	sql(on ? `ALTER ROLE skranke_citizen SET log_statement = 'all'; ALTER ROLE skranke_citizen SET log_parameter_max_length = -1;
	    ALTER ROLE skranke_citizen SET log_error_verbosity = default; ALTER SYSTEM SET log_line_prefix = '%p|%u|'; SELECT pg_reload_conf();`
	    : `ALTER ROLE skranke_citizen RESET log_statement; ALTER ROLE skranke_citizen SET log_parameter_max_length = 0;
	    ALTER ROLE skranke_citizen SET log_error_verbosity = terse; ALTER SYSTEM RESET log_line_prefix; SELECT pg_reload_conf();`);
	process.env.SKRANKE_WORKERS = on ? '1' : String(CLIENTS);
	stop('citizen');
	start('citizen');
}

async function heard(ask) {
	const from = statSync(join(pg, 'log')).size;
	await ask();
	await sleep(200);
	const text = readFileSync(join(pg, 'log')).subarray(from).toString('utf8').replace(/\n\t/g, '\u0001');
	const found = [];
	for (const line of text.split('\n')) {
		const m = /^\d+\|skranke_citizen\|(LOG|DETAIL):\s+(.*)$/.exec(line);
		if (!m)
			continue;
		const run = /^execute ([^:]*): (.*)$/.exec(m[2]) ?? /^(statement): (.*)$/.exec(m[2]);
		if (m[1] === 'LOG' && run)
			found.push({ name: run[1], text: run[2].replaceAll('\u0001', '\n'), values: [] });
		else if (m[1] === 'DETAIL' && m[2].startsWith('parameters: '))
			found.at(-1).values = parameters(m[2].slice(12).replaceAll('\u0001', '\n'));
	}
	return found;
}

function parameters(text) {
	const out = [];
	for (const m of text.matchAll(/\$(\d+) = (?:NULL|'((?:[^']|'')*)')/g))
		out[Number(m[1]) - 1] = m[2] === undefined ? null : m[2].replaceAll("''", "'");
	return out;
}

/*
 * A pgbench script of what was heard.  A value that is the token, a draft's id or new in each
 * submission becomes an expression over :p (person) and :n (draft); every other a constant, given
 * as a variable so that it travels as a parameter as it did.
 */
function script(statements, { vary, split, head }) {
	const constants = [];
	const place = value => {
		if (value === null || value === '')		/* pgbench has no empty variable */
			return value === null ? 'NULL' : "''";
		const expression = vary(value);
		if (expression)
			return expression;
		let at = constants.indexOf(value);
		if (at < 0)
			at = constants.push(value) - 1;
		return `:k${at}`;
	};
	const lines = [...head, '\\startpipeline'];
	for (const s of statements) {
		if (s.name.endsWith(split))
			lines.push('\\endpipeline', '\\startpipeline');
		const text = s.text.replace(/\$(\d+)/g, (m, i) => `${place(s.values[Number(i) - 1])}`);
		lines.push(`${text.trim().replace(/;$/, '').split('\n').filter(l => !l.startsWith('--')).join('\n')};`);
	}
	lines.push('\\endpipeline');
	return { text: `${lines.join('\n')}\n`, defines: constants.flatMap((c, i) => ['-D', `k${i}=${c}`]) };
}

const tokenOf = `('B' || lpad((:p)::text, 42, '0'))`;
const idOf = kind => `('${kind}-0000-7000-8000-' || lpad((:n)::text, 12, '0'))`;

/* ---- the three kinds of load ---- */

function wrk(lua, file, to) {
	const out = execFileSync('wrk', ['-t1', `-c${CLIENTS}`, `-d${seconds}s`, '-H', `Host: localhost:${port}`, '-s',
		join(root, 'tests/bench', lua), `http://127.0.0.1:${to}`, '--', file], { encoding: 'utf8' });
	if (/Non-2xx or 3xx responses|Socket errors/.test(out))
		throw new Error(`not every request was answered well:\n${out}`);
	return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1]), n: Number(/(\d+) requests in/.exec(out)[1]) };
}

function pgbench({ text, defines }, name) {
	const file = join(work, `${name}.sql`);
	writeFileSync(file, text);
	const out = execFileSync('pgbench', ['-h', pg, '-U', 'skranke_citizen', '-n', '-M', 'prepared', '-c', String(CLIENTS), '-j', '1', '-T', String(seconds),
		...defines, '-f', file, 'skranke'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	if (!/number of failed transactions: 0 /.test(out))
		throw new Error(`pgbench:\n${out}`);
	return Number(/tps = ([\d.]+) \(without/.exec(out)[1]);
}

/* nginx and null.c beside the real ones: the same site file, another socket. */
async function nullServer(answer, work_) {
	const sock = join(dir, 'run/null.sock'), conf = join(dir, 'nginx-null');
	cpSync(join(dir, 'nginx'), conf, { recursive: true });
	for (const f of ['nginx.conf', 'skranke/http.conf', 'skranke/server.conf']) {
		const path = join(conf, f);
		writeFileSync(path, readFileSync(path, 'utf8').replaceAll('/run/citizen.sock', '/run/null.sock')
			.replaceAll('nginx-own.pid', 'nginx-null.pid').replaceAll(`${dir}/nginx/tmp`, `${conf}/tmp`).replaceAll(`:${port};`, `:${nullPort};`));
	}
	const env = { ...process.env, NULL_STATUS: answer.status, NULL_BYTES: String(answer.bytes) };
	if (answer.location)
		env.NULL_LOCATION = answer.location;
	const children = [
		spawn('spawn-fcgi', ['-n', '-s', sock, '-M', '0600', '-b', '1024', '--', '/usr/bin/multiwatch', '-f', String(CLIENTS), '--',
			join(root, 'build/bench/null.fcgi')], { env, stdio: 'ignore' }),
		spawn('nginx', ['-p', `${conf}/`, '-c', join(conf, 'nginx.conf'), '-e', join(dir, 'log/nginx.log')], { stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } }),
	];
	try {
		await sleep(500);
		return await work_();
	} finally {
		for (const c of children.reverse()) {
			c.kill('SIGTERM');
			await new Promise(done => c.exitCode === null && c.signalCode === null ? c.on('exit', done) : done());
		}
	}
}

/* The ratio is taken round by round, so that whatever else the machine does in between weighs on both sides. */
function tell(name, bytes, x, a, b) {
	const limits = x.map((_, i) => 1 / (1 / a[i] + 1 / b[i]));
	say(`${name}_bytes`, bytes, 'bytes');
	say(`${name}_nginx_null`, median(a).toFixed(0), '1/s');
	say(`${name}_statements`, median(b).toFixed(0), '1/s');
	say(`${name}_limit`, median(limits).toFixed(0), '1/s');
	say(name, median(x).toFixed(0), '1/s');
	say(`${name}_vs_limit`, median(x.map((v, i) => v / limits[i])).toFixed(2), 'ratio');
}

/* ---- a page read by someone logged in ---- */

async function ask(path, p, how = {}) {
	const r = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...how, headers: { host: `localhost:${port}`, cookie: `skranke=${token(p)}`, ...how.headers } });
	return { status: r.status, location: r.headers.get('location'), bytes: (await r.arrayBuffer()).byteLength };
}

async function page(name, end) {
	const path = p => `/soknad/barnehageplass/${uuid(PAGE, p)}/${end}`;
	listen(true);
	await ask(path(0), 0);
	const statements = await heard(() => ask(path(1), 1));
	listen(false);
	console.error(`bench: ${name} runs ${statements.map(s => s.name).join(' ')}`);
	const one = await ask(path(1), 1);
	if (one.status !== 200)
		throw new Error(`${path(1)}: ${one.status}`);
	const file = join(work, `${name}.txt`);
	writeFileSync(file, Array.from({ length: PEOPLE }, (_, p) => `${path(p)} ${token(p)}\n`).join(''));
	const db = script(statements, { head: [`\\set p random(0, ${PEOPLE - 1})`, '\\set n :p'],
		vary: v => v === token(1) ? tokenOf : v === uuid(PAGE, 1) ? idOf(PAGE) : undefined });
	const x = [], a = [], b = [];
	await nullServer({ status: '200 OK', bytes: one.bytes }, () => {
		wrk('page.lua', file, port);			/* warm */
		for (let i = 0; i < rounds; i++) {
			x.push(wrk('page.lua', file, port).rate);
			a.push(wrk('page.lua', file, nullPort).rate);
			b.push(pgbench(db, name));
		}
	});
	tell(name, one.bytes, x, a, b);
}

/* ---- a finished application sent ---- */

const cases = () => Number(sql('SELECT count(*) FROM case_file')[0][0]);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/* What differs between two submissions is made anew in each, with the same form. */
function fresh(one, two) {
	const made = [];
	one.forEach((s, i) => s.values.forEach((v, j) => {
		if (v !== null && v !== two[i].values[j] && !made.includes(v))
			made.push(v);
	}));
	return v => {
		const at = made.indexOf(v);
		if (at < 0)
			return undefined;
		if (UUID.test(v))
			return idOf(`a${pad(at, 7)}`);
		return /^[0-9a-z-]{8,24}$/i.test(v) ? `lpad((:n)::text, ${v.length}, '0')` : undefined;
	};
}

async function submit() {
	const path = n => `/soknad/barnehageplass/${uuid(SEND, n)}/send`;
	const send = n => ask(path(n), Math.floor(n / EACH), { method: 'POST', body: `csrf=${csrf(Math.floor(n / EACH))}`,
		headers: { 'content-type': 'application/x-www-form-urlencoded' } });
	listen(true);
	const one = await send(0);
	if (one.status !== 303 || !one.location.endsWith('/kvittering'))
		throw new Error(`${path(0)}: ${one.status} ${one.location}`);
	const first = await heard(() => send(1)), second = await heard(() => send(2));
	listen(false);
	if (first.length !== second.length || !first.some(s => s.name.endsWith('case_insert')))
		throw new Error(`two submissions ran ${first.map(s => s.name)} and ${second.map(s => s.name)}`);
	console.error(`bench: submit runs ${first.map(s => s.name).join(' ')}`);
	const isNew = fresh(first, second), perRound = Math.floor(PEOPLE * EACH / rounds);
	const db = script(first, { split: 'case_insert',
		head: ['\\set i :i + 1', `\\set n :from + :client_id * ${Math.floor(perRound / CLIENTS)} + :i`, `\\set p :n / ${EACH}`],
		vary: v => v === token(0) ? tokenOf : v === uuid(SEND, 1) ? idOf(SEND_SQL) : v === 'd0000000-0000-7000-8000-000000000000'
			? `('d0000000-0000-7000-8000-' || lpad((:p)::text, 12, '0'))` : isNew(v) });
	const x = [], a = [], b = [], file = join(work, 'send.txt');
	let sent = 3 * PEOPLE;		/* the first of each person were seen above */
	const turn = k => k % PEOPLE * EACH + Math.floor(k / PEOPLE);	/* neighbours in the queue are different people */
	const load = () => {
		const before = cases();
		writeFileSync(file, Array.from({ length: PEOPLE * EACH - sent }, (_, k) => turn(k + sent))
			.map(n => `${path(n)} ${token(Math.floor(n / EACH))} ${csrf(Math.floor(n / EACH))}\n`).join(''));
		const r = wrk('submit.lua', file, port), made = cases() - before;
		if (made < r.n || made > r.n + CLIENTS)
			throw new Error(`${r.n} were sent, ${made} cases were made`);
		sent += made;
		return r.rate;
	};
	await nullServer({ status: '303 See Other', bytes: one.bytes, location: one.location }, () => {
		load();
		sql('VACUUM ANALYZE; CHECKPOINT;');	/* plans made on empty tables are nobody's steady state */
		for (let i = 0; i < rounds; i++) {
			x.push(load());
			a.push(wrk('submit.lua', file, nullPort).rate);
			b.push(pgbench({ ...db, defines: [...db.defines, '-D', 'i=-1', '-D', `from=${i * perRound}`] }, 'submit'));
		}
	});
	tell('submit', one.bytes, x, a, b);
	durable(true);
	say('submit_durable', load().toFixed(0), '1/s');
}

console.error(`bench: ${CLIENTS} clients, ${rounds} rounds of ${seconds} s each, at ${base}`);
durable(false);
copies(await filled(), await usual());
await page('page', 'sosken');
await page('summary', 'oppsummering');
await submit();
