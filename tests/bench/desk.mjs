/*
 * desk.mjs - the desk of a municipality with 100,000 cases and a million events, beside PostgreSQL alone
 *
 *   worklist_vs_db, search_vs_db, case_vs_db   our page's time / PostgreSQL's time for the rows it shows alone: prepared,
 *                                              in one pipeline, as its owner and so without policies; at most 3
 *   worklist_growth                            our worklist at 100,000 cases / at 1,000; less than 2
 *
 * One client at a time, medians of rounds that take turns.  The counter is the one of SKRANKE_STACK;
 * by itself: SKRANKE_STACK=DIR node tests/bench/desk.mjs
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { neighbour, port, root, sql, start, stop } from '../harness/stack.mjs';
import { answers, applied } from '../http/apply.mjs';

const dir = process.env.SKRANKE_STACK;
const pg = Object.fromEntries(readFileSync(join(dir, 'env'), 'utf8').trim().split('\n').map(l => l.split(/=(.*)/))).pghost;
const seconds = Number(process.env.SKRANKE_BENCH_SEC ?? 2), rounds = Number(process.env.SKRANKE_BENCH_ROUNDS ?? 5);
const say = (name, value, unit) => console.log(`bench ${name} ${value} ${unit}`);
const median = v => [...v].sort((x, y) => x - y)[v.length >> 1];
const token = t => `D${t.padStart(42, '0')}`;

function cases(tenant, n) {
	const from = Date.now();
	execFileSync('psql', ['-Xq', '-h', pg, '-U', 'postgres', '-v', `tenant=${tenant}`, '-v', `cases=${n}`, '-v', `events=${n * 10}`,
		'-f', join(root, 'tests/bench/cases.sql'), 'skranke'], { stdio: ['ignore', 'ignore', 'inherit'] });
	say(`generate_${n}_cases`, ((Date.now() - from) / 1000).toFixed(1), 's');
}

/* A page, as often as one client gets it: milliseconds, most usual. */
function page(tenant, path) {
	const host = tenant === '9998' ? 'localhost' : 'nabo.localhost';
	const out = execFileSync('wrk', ['-t1', '-c1', `-d${seconds}s`, '--latency', '-H', `Host: ${host}:${port}`, '-H', `Cookie: skranke=${token(tenant)}`,
		`http://127.0.0.1:${port}${path}`], { encoding: 'utf8' });
	const [, n, unit] = /50%\s+([\d.]+)(us|ms|s)/.exec(out) ?? [];
	if (!n || /Non-2xx or 3xx responses|Socket errors/.test(out))
		throw new Error(`${path}:\n${out}`);
	return Number(n) * { us: 0.001, ms: 1, s: 1000 }[unit];
}

function alone(name, text) {
	const file = join(dir, `bench-${name}.sql`);
	writeFileSync(file, `\\startpipeline\n${text.trim().split(/;\s*/).filter(Boolean).map(s => `${s.replace(/\s+/g, ' ')};`).join('\n')}\n\\endpipeline\n`);
	const out = execFileSync('pgbench', ['-h', pg, '-U', 'postgres', '-n', '-M', 'prepared', '-c', '1', '-T', String(seconds), '-f', file, 'skranke'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	return Number(/latency average = ([\d.]+) ms/.exec(out)[1]);
}

function compare(name, path, text) {
	const x = [], y = [];
	page('9998', path);
	for (let i = 0; i < rounds; i++) {
		x.push(page('9998', path));
		y.push(alone(name, text));
	}
	say(`${name}_ms`, median(x).toFixed(2), 'ms');
	say(`${name}_db_ms`, median(y).toFixed(2), 'ms');
	say(`${name}_vs_db`, median(x.map((v, i) => v / y[i])).toFixed(2), 'ratio');
}

const shown = `c.id, c.ref, c.service, c.release_id, c.state, c.outcome, c.received_at, c.due_at, c.state_since, p.name, u.name, c.columns`;
const names = `JOIN person p ON p.id = c.person_id LEFT JOIN desk_user u ON u.id = c.assigned_to`;
const counted = where => `SELECT count(*) FROM (SELECT FROM case_file c WHERE c.tenant_id = '9998' AND c.open AND ${where} LIMIT 100) n`;

await applied('kari', answers());
await applied('kari', answers('9997'), neighbour);
cases('9998', 100000);
cases('9997', 1000);
for (const t of ['9998', '9997'])
	sql(`INSERT INTO session (id, token_sha256, tenant_id, desk_user_id, client, sub, csrf)
	    SELECT gen_random_uuid(), token_sha256('${token(t)}'), tenant_id, id, 'staff', subject, '${token(t)}' FROM desk_user
	    WHERE subject = 'ansatt-${t}-1' ON CONFLICT (token_sha256) DO UPDATE SET seen_at = now(), created_at = now()`);
process.env.SKRANKE_WORKERS = '1';		/* one client: what a process learns, it knows the next time */
stop('desk');
start('desk');

const me = sql(`SELECT id FROM desk_user WHERE subject = 'ansatt-9998-1'`)[0][0];
const counts = [`assigned_to = '${me}'`, 'assigned_to IS NULL', `coalesce(due_at, 'infinity') >= now() AND coalesce(due_at, 'infinity') < now() + interval '7 days'`,
	`coalesce(due_at, 'infinity') < now()`, `ball = 'applicant'`, 'true'].map(counted).join(';\n');
compare('worklist', '/saksbehandling?liste=mine', `SELECT ${shown} FROM (SELECT * FROM case_file c WHERE c.tenant_id = '9998' AND c.assigned_to = '${me}'
    AND c.open ORDER BY coalesce(c.due_at, 'infinity'), c.id LIMIT 51) c ${names} ORDER BY coalesce(c.due_at, 'infinity'), c.id; ${counts}`);
compare('search', '/saksbehandling?liste=alle&status=alle&sok=kari+hansen', `SELECT ${shown} FROM (SELECT c.* FROM case_words w
    JOIN case_file c ON c.tenant_id = w.tenant_id AND c.id = w.case_id
    WHERE w.words @@ '''t=9998'' & (''s=barnehageplass'' | ''s=redusert-foreldrebetaling'') & kari:* & hansen:*'::tsquery
    ORDER BY c.received_at DESC, c.id DESC LIMIT 51) c ${names} ORDER BY c.received_at DESC, c.id DESC; ${counts}`);
const [id, ref] = sql(`SELECT id, ref FROM case_file WHERE tenant_id = '9998' AND service = 'barnehageplass' AND state = 'review' ORDER BY id LIMIT 1`)[0];
compare('case', `/saksbehandling/sak/${ref}`, `SELECT c.*, p.name, u.name FROM case_file c ${names} WHERE c.tenant_id = '9998' AND c.ref = '${ref}';
    SELECT * FROM case_event e WHERE e.tenant_id = '9998' AND e.case_id = '${id}' ORDER BY e.seq;
    SELECT d.id, d.title, d.available_at FROM document d WHERE d.tenant_id = '9998' AND d.case_id = '${id}'`);

const big = [], small = [];
for (let i = 0; i < rounds; i++) {
	big.push(page('9998', '/saksbehandling?liste=mine'));
	small.push(page('9997', '/saksbehandling?liste=mine'));
}
say('worklist_1000_ms', median(small).toFixed(2), 'ms');
say('worklist_growth', median(big.map((v, i) => v / small[i])).toFixed(2), 'ratio');
