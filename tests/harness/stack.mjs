/*
 * stack.mjs - what a test knows of the private counter it runs against
 *
 * SKRANKE_STACK is the folder that tests/harness/stack.sh filled.  stop() and start() take one part
 * away and bring it back: pg provider mail login citizen desk api postman clock nginx.
 */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dir = process.env.SKRANKE_STACK;
if (!dir)
	throw new Error('SKRANKE_STACK is not set: run tests by tests/run.sh, or start tests/harness/stack.sh up DIR PORT');
const env = Object.fromEntries(readFileSync(join(dir, 'env'), 'utf8').trim().split('\n').map(l => {
	const at = l.indexOf('=');
	return [l.slice(0, at), l.slice(at + 1)];
}));
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const { base, neighbour, provider, maildir } = env;
export const port = Number(env.port);

const script = join(root, 'tests/harness/stack.sh');
export const stop = name => execFileSync(script, ['stop', dir, name], { stdio: 'pipe' });
export const start = name => execFileSync(script, ['start', dir, name], { stdio: 'pipe' });

/* Kill a daemon's process as a power cut would; it is started again by itself. */
export const kill = name => process.kill(Number(readFileSync(join(dir, 'run', `${name}.child`), 'utf8')), 'SIGKILL');

/* The processes of a pool that answer requests. */
export function workers(name) {
	const leader = readFileSync(join(dir, 'run', `${name}.pid`), 'utf8').split(' ')[0];
	return execFileSync('ps', ['-s', leader, '-o', 'pid=,comm='], { encoding: 'utf8' }).trim().split('\n')
	    .map(l => l.trim().split(/\s+/)).filter(([, comm]) => comm.startsWith(name)).map(([pid]) => Number(pid));
}

/* What all parts have said, PostgreSQL too. */
export const logs = () => [...readdirSync(join(dir, 'log')).filter(f => f !== 'provider.log').map(f => join(dir, 'log', f)), join(env.pghost, 'log')]
    .map(f => readFileSync(f, 'utf8')).join('\n');

/* The command line, on this database: status, and all that it said. */
export function skranke(...args) {
	const build = process.env.SKRANKE_BUILD ?? join(root, 'build/dev');
	const run = spawnSync(join(build, 'skranke'), args, { encoding: 'utf8',
		env: { ...process.env, SKRANKE_DB: `host=${env.pghost} dbname=${env.database} user=skranke_owner` } });
	return { status: run.status, said: run.stdout + run.stderr };
}

/* The same while other things go on. */
export function skrankeMeanwhile(...args) {
	const build = process.env.SKRANKE_BUILD ?? join(root, 'build/dev');
	return new Promise(done => execFile(join(build, 'skranke'), args, { encoding: 'utf8',
		env: { ...process.env, SKRANKE_DB: `host=${env.pghost} dbname=${env.database} user=skranke_owner` } },
	(e, out, err) => done({ status: e === null ? 0 : e.code, said: out + err })));
}

/* One statement, as the database's superuser unless a role is given; rows of strings. */
const psql = role => ['-XqAt', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-h', env.pghost, '-U', role, env.database];
export function sql(text, role = 'postgres') {
	const out = execFileSync('psql', psql(role), { input: text, encoding: 'utf8' });
	return out.trimEnd() === '' ? [] : out.trimEnd().split('\n').map(l => l.split('\t'));
}

/* A person may have fifty drafts: those that earlier test files left are cleared away. */
if (process.env.NODE_TEST_CONTEXT)
	sql('DELETE FROM draft');

/* The same, beside what the test does meanwhile. */
export const sqlLater = text => new Promise((resolve, reject) =>
	execFile('psql', psql('postgres'), e => e ? reject(e) : resolve()).stdin.end(text));

/* Every message the mail server has taken, headers and text decoded, oldest first.  One that has been read is
   not read again: a test asks many times, and there are hundreds. */
const seen = new Map();

export function mails() {
	let files;
	try {
		files = readdirSync(join(maildir, 'new')).sort();
	} catch {
		return [];
	}
	const fresh = files.filter(f => !seen.has(f));
	if (fresh.length > 0)
		mailsRead(fresh).forEach((m, i) => seen.set(fresh[i], m));
	return files.map(f => seen.get(f));
}

function mailsRead(files) {
	const code = 'import sys, json, email, email.policy\n'
	    + 'for name in sys.stdin.read().splitlines():\n'
	    + ' with open(name, "rb") as f:\n'
	    + '  m = email.message_from_binary_file(f, policy=email.policy.default)\n'
	    + ' b = m.get_body(("plain",))\n'
	    + ' print(json.dumps({"headers": {k.lower(): str(v) for k, v in m.items()},'
	    + ' "text": b.get_content() if b else "", "raw": m.as_string()}))\n';
	const input = files.map(f => join(maildir, 'new', f)).join('\n');
	return execFileSync('/usr/bin/python3', ['-c', code], { input, encoding: 'utf8', maxBuffer: 1 << 28 })
	    .trimEnd().split('\n').map(l => JSON.parse(l));
}

/* Ask again until the answer is true (or the time is out: then it throws, saying what). */
export async function until(what, ask, ms = 15000) {
	const end = Date.now() + ms;
	for (;;) {
		const answer = await ask();
		if (answer)
			return answer;
		if (Date.now() > end)
			throw new Error(`waited ${ms} ms for: ${what}`);
		await new Promise(r => setTimeout(r, 100));
	}
}
