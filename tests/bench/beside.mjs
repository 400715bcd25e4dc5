/*
 * beside.mjs - our answer's time beside PostgreSQL's for the rows it shows alone
 *
 * page() is a whole answer over HTTP, by one client whose connection is kept: wrk, milliseconds, most usual.
 * alone() is statements in one pipeline as a superuser, by one client whose connection is kept: pgbench.  The two take
 * turns, a short round each, and the ratio is the median of those of the rounds: what else the machine does falls on
 * both alike.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { port } from '../harness/stack.mjs';

const dir = process.env.SKRANKE_STACK;
export const pg = Object.fromEntries(readFileSync(join(dir, 'env'), 'utf8').trim().split('\n').map(l => l.split(/=(.*)/))).pghost;
const seconds = Number(process.env.SKRANKE_BENCH_SEC ?? 1);
export const rounds = Number(process.env.SKRANKE_BENCH_ROUNDS ?? 9);
export const say = (name, value, unit) => console.log(`bench ${name} ${value} ${unit}`);
export const median = v => [...v].sort((x, y) => x - y)[v.length >> 1];

export function page(path, { host = 'localhost', cookie } = {}) {
	const out = execFileSync('wrk', ['-t1', '-c1', `-d${seconds}s`, '--latency', '-H', `Host: ${host}:${port}`, ...cookie ? ['-H', `Cookie: skranke=${cookie}`] : [],
		`http://127.0.0.1:${port}${path}`], { encoding: 'utf8' });
	const [, n, unit] = /50%\s+([\d.]+)(us|ms|s)/.exec(out) ?? [];
	if (!n || /Non-2xx or 3xx responses|Socket errors/.test(out))
		throw new Error(`${path}:\n${out}`);
	return Number(n) * { us: 0.001, ms: 1, s: 1000 }[unit];
}

export function alone(name, text) {
	const file = join(dir, `bench-${name}.sql`), log = `bench-${name}-log`;
	const lines = ['\\startpipeline', 'BEGIN;', ...text.trim().split(/;\s*/).filter(Boolean).map(s => `${s.replace(/\s+/g, ' ')};`), 'COMMIT;', '\\endpipeline'];
	writeFileSync(file, `${lines.join('\n')}\n`);
	execFileSync('pgbench', ['-h', pg, '-U', 'postgres', '-n', '-M', 'prepared', '-c', '1', '-T', String(seconds), '-l', `--log-prefix=${join(dir, log)}`, '-f', file, 'skranke'],
		{ stdio: 'pipe', env: { ...process.env, PGOPTIONS: '-c synchronous_commit=off -c TimeZone=UTC' } });
	const took = [];
	for (const f of readdirSync(dir).filter(f => f.startsWith(log))) {
		took.push(...readFileSync(join(dir, f), 'utf8').trim().split('\n').map(l => Number(l.split(' ')[2])));
		rmSync(join(dir, f));
	}
	return median(took) / 1000;
}

/* Says NAME_ms, NAME_db_ms and NAME_vs_db, and gives the first. */
export function compare(name, path, text, who) {
	const x = [], y = [];
	page(path, who);
	for (let i = 0; i < rounds; i++) {
		x.push(page(path, who));
		y.push(alone(name, text));
	}
	say(`${name}_ms`, median(x).toFixed(2), 'ms');
	say(`${name}_db_ms`, median(y).toFixed(2), 'ms');
	say(`${name}_vs_db`, median(x.map((v, i) => v / y[i])).toFixed(2), 'ratio');
	return median(x);
}
