/*
 * letters.mjs - letters a second, from the outbox to the transport, beside what one warm JVM can press
 *
 * Some postmen side by side take decisions that wait in the outbox: each is made from its templates
 * and its case, pressed, kept with its PDF, told of and recorded.  The transport is a folder.  The
 * limit is the same letter, pressed again and again in a JVM that does nothing else.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, sql } from '../harness/stack.mjs';

const stack = process.env.SKRANKE_STACK, build = process.env.SKRANKE_BUILD ?? join(root, 'build/dev');
const seconds = Number(process.env.SKRANKE_BENCH_SEC ?? 2);
const POSTMEN = 4, WARM = 100, LETTERS = 400;
const work = join(stack, 'letters'), folder = join(work, 'outgoing');
const say = (name, value, unit) => console.log(`bench ${name} ${value} ${unit}`);

/* Cases that are decided, each with the letter it owes. */
function put(n) {
	const decision = JSON.stringify({ outcome: 'grant', place: 'Sjøstjerna barnehage', start: '2027-08-16', by: 'Siri Saksbehandler',
		text: 'Vi har lagt vekt på at barnet har rett til plass.', reasons: [{ text: 'Barnet har rett til plass.', law: 'barnehageloven § 16' }] });
	sql(`BEGIN;
		CREATE TEMP TABLE made ON COMMIT DROP AS SELECT gen_random_uuid() AS id, gen_random_uuid() AS person, 70000000 + g AS n FROM
		    generate_series(1 + (SELECT count(*) FROM case_file WHERE ref LIKE 'BREV-%'), ${n} + (SELECT count(*) FROM case_file WHERE ref LIKE 'BREV-%')) g;
		INSERT INTO person (id, pid, name, email) SELECT person, '999' || n, 'Ågot Ørbekk', 'brev@example.no' FROM made;
		INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)
		    SELECT m.id, '9998', 'BREV-' || m.n, r.service, r.id, gen_random_uuid(), m.person,
			'<barnehageplass><fornavn>Åse</fornavn></barnehageplass>', 'decided', 'BREV-' || m.n
		    FROM made m, template_release r WHERE r.service = 'barnehageplass' AND r.in_force;
		INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
		    SELECT '9998', id, 'submit', 'review', 'applicant', person FROM made;
		INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, data)
		    SELECT '9998', id, 'grant', 'review', 'decided', 'system', '${decision}' FROM made;
		INSERT INTO outbox (id, tenant_id, case_id, kind, payload)
		    SELECT gen_random_uuid(), '9998', id, 'letter', '{"template":"decision","to":"applicant"}' FROM made;
		COMMIT;`);
}

function postman(press, n) {
	const pg = sql('SHOW unix_socket_directories')[0][0];
	return spawn(join(build, 'postman'), [], { stdio: ['ignore', 'ignore', 'ignore'], env: { ...process.env, SKRANKE_PRESS: press,
		SKRANKE_DB: `host=${pg} dbname=skranke user=skranke_postman`, SKRANKE_POSTMEN: String(n), SKRANKE_MAIL: `file:${folder}`,
		SKRANKE_TEMPLATES: join(root, 'templates'), SKRANKE_LANGUAGES: join(root, 'build/languages'), SKRANKE_TEST_NUMBERS: '1' } });
}

async function end(child) {
	child.kill('SIGTERM');
	await once(child, 'exit');
}

/* The letter as the press is given it: a press that keeps the first and has no time (base/frame.h). */
async function letterAsFo() {
	const path = join(work, 'keep.sock'), file = join(work, 'letter.fo');
	let kept;
	const server = createServer(s => {
		let got = Buffer.alloc(0);
		s.on('error', () => {}).on('data', d => {
			for (got = Buffer.concat([got, d]); got.length >= 5 && got.length >= 5 + got.readUInt32BE(1);) {
				const n = 5 + got.readUInt32BE(1);
				if (got[0] === 0x4c && !kept) writeFileSync(file, kept = got.subarray(5, n));
				if (got[0] === 0x4c) s.end(Buffer.from('A\0\0\0\x04busy', 'latin1'));
				got = got.subarray(n);
			}
		});
	}).listen(path);
	const child = postman(path, 1);
	while (!kept) await sleep(20);
	await end(child);
	server.close();
	return file;
}

rmSync(work, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
sql('UPDATE outbox SET done_at = now() WHERE done_at IS NULL; UPDATE delivery SET ask_at = NULL; DELETE FROM mail_lane');
const [[from]] = sql('SELECT now()');
put(1);
const fo = await letterAsFo();
const raw = () => Number(execFileSync(join(root, 'tests/bench/fop.sh'), [join(build, 'jvm'), fo, String(seconds)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
const before = raw();
put(LETTERS);
sql('VACUUM ANALYZE; CHECKPOINT; UPDATE outbox SET next_at = now() WHERE done_at IS NULL');
const crew = postman(join(stack, 'run/press.sock'), POSTMEN);
const open = () => Number(sql('SELECT count(*) FROM outbox WHERE done_at IS NULL AND parked_at IS NULL')[0][0]);
while (open() > 0) await sleep(300);
await end(crew);
const after = raw();
const [[rate, done]] = sql(`SELECT (count(*) - ${WARM}) / extract(epoch FROM max(done_at) - min(done_at) FILTER (WHERE n = ${WARM})), count(*)
	FROM (SELECT o.done_at, row_number() OVER (ORDER BY o.done_at) AS n FROM outbox o JOIN document d ON d.outbox_id = o.id
	JOIN document_pdf p ON p.document_id = d.id JOIN case_file c ON c.id = o.case_id WHERE c.ref LIKE 'BREV-%' AND o.created_at >= '${from}') x`);
const sent = readdirSync(folder).filter(f => f.endsWith('.json')).length;
if (Number(done) !== LETTERS + 1 || sent !== LETTERS + 1)
	throw new Error(`${LETTERS + 1} letters were asked for, ${done} are made and done, ${sent} went`);
say('letters_per_s', Number(rate).toFixed(1), '1/s');
say('letters_raw_fop', ((before + after) / 2).toFixed(1), '1/s');
say('letters_vs_press', (Number(rate) / ((before + after) / 2)).toFixed(2), 'ratio');
rmSync(work, { recursive: true });
