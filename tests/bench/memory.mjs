/*
 * memory.mjs - what all of Skranke's programs hold when nobody asks for anything
 *
 *   memory_all_mb      every process of our own: each page that several share is counted once, divided among them (PSS)
 *   memory_jvm_mb      the same of the machine that the press runs, which makes the letters
 *
 * The pools are as large as deploy/ makes them.  PostgreSQL, nginx and clamd are not counted.
 *
 * The counter is the one of SKRANKE_STACK; by itself: SKRANKE_STACK=DIR node tests/bench/memory.mjs
 */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { base, root } from '../harness/stack.mjs';

const build = process.env.SKRANKE_BUILD ?? join(root, 'build/dev');
const of = (p, what) => {
	try {
		return what(`/proc/${p}`);
	} catch {
		return '';			/* it has ended */
	}
};
for (const path of ['/', '/logginn/feil', '/saksbehandling', '/api/innsyn/9998/journalpost'])		/* a pool's first page reads the municipalities */
	await fetch(base + path, { redirect: 'manual' });
const processes = readdirSync('/proc').filter(p => /^\d+$/.test(p)).map(p => ({
	program: of(p, d => readlinkSync(`${d}/exe`)),
	said: of(p, d => readFileSync(`${d}/cmdline`, 'utf8')),
	kb: Number(/^Pss:\s+(\d+)/m.exec(of(p, d => readFileSync(`${d}/smaps_rollup`, 'utf8')))?.[1] ?? 0),
}));
const mb = list => (list.reduce((sum, p) => sum + p.kb, 0) / 1024).toFixed(1);

console.log(`bench memory_all_mb ${mb(processes.filter(p => p.program.startsWith(`${build}/`) ||
    (/multiwatch/.test(p.program) && p.said.includes(`${build}/`))))} MB`);
console.log(`bench memory_jvm_mb ${mb(processes.filter(p => /\/java$/.test(p.program) && p.said.includes(`${root}/`)))} MB`);
