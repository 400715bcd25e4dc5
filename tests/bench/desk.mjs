/*
 * desk.mjs - the desk of a municipality with 100,000 cases and a million events, beside PostgreSQL alone
 *
 *   worklist_vs_db, search_vs_db, case_vs_db   our page's time / PostgreSQL's time for the rows it shows alone; at most 3
 *   worklist_growth                            our worklist at 100,000 cases / at 1,000; less than 2
 *
 * Our side: the whole page over HTTP, as a browser has it: nginx, the program, PostgreSQL as the program's role behind
 * its policies and judging functions, and the page made of it.  wrk, one connection that is kept.
 *
 * PostgreSQL's side: every row that the page shows or must write, by an index with its key given: who is logged in, the
 * case, its events, letters, messages …; the note of who looked, a row of its own with its foreign keys; of a list the
 * rows, the counts, and what can be chosen from.  Nothing judges: a superuser, for whom no policy holds; no key is
 * looked up from another, but by a join.  pgbench over the same socket of the same server: prepared, BEGIN to COMMIT in one
 * pipeline, so one round trip as we have, and one connection that is kept.  The note of who looked does not wait for the
 * disk on either side (deploy/postgresql/skranke.conf).
 *
 * One client at a time on each side.  They take turns, a short round each, and the ratio is the median of those of the
 * rounds: what else the machine does falls on both alike.  case_vs_reads has no limit: the same page against what it
 * reads alone, without the note of who looked.
 *
 * The counter is the one of SKRANKE_STACK; by itself: SKRANKE_STACK=DIR node tests/bench/desk.mjs
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { neighbour, root, sql, start, stop } from '../harness/stack.mjs';
import { answers, applied } from '../http/apply.mjs';
import { alone, compare, median, page, pg, rounds, say } from './beside.mjs';

const sha256 = s => createHash('sha256').update(s).digest('hex');
const token = t => `D${t.padStart(42, '0')}`;

function cases(tenant, n) {
	const from = Date.now();
	execFileSync('psql', ['-Xq', '-h', pg, '-U', 'postgres', '-v', `tenant=${tenant}`, '-v', `cases=${n}`, '-v', `events=${n * 10}`,
		'-f', join(root, 'tests/bench/cases.sql'), 'skranke'], { stdio: ['ignore', 'ignore', 'inherit'] });
	say(`generate_${n}_cases`, ((Date.now() - from) / 1000).toFixed(1), 's');
}

const as = tenant => ({ host: tenant === '9998' ? 'localhost' : 'nabo.localhost', cookie: token(tenant) });

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
/* as autovacuum has long done where there are so many cases; of what is still empty it would learn wrong */
sql('VACUUM ANALYZE person, case_event, desk_user, desk_right, session, unit, template_release');
process.env.SKRANKE_WORKERS = '1';		/* one client: what a process learns, it knows the next time */
stop('desk');
start('desk');

const me = sql(`SELECT id FROM desk_user WHERE subject = 'ansatt-9998-1'`)[0][0];
const counts = [`assigned_to = '${me}'`, 'assigned_to IS NULL', `coalesce(due_at, 'infinity') >= now() AND coalesce(due_at, 'infinity') < now() + interval '7 days'`,
	`coalesce(due_at, 'infinity') < now()`, `ball = 'applicant'`, 'true'].map(counted).concat(
    `SELECT count(*) FROM (SELECT FROM case_message m JOIN case_file c ON c.tenant_id = m.tenant_id AND c.id = m.case_id
	WHERE m.tenant_id = '9998' AND m.seen_at IS NULL AND (c.assigned_to = '${me}' OR c.assigned_to IS NULL) LIMIT 100) n`,
    `SELECT count(*) FROM (SELECT FROM mail_task m WHERE m.tenant_id = '9998' AND m.closed_at IS NULL LIMIT 100) n`,
    `SELECT count(*) FROM (SELECT FROM mail_task m JOIN hearing_party p ON p.id = m.hearing_party_id JOIN hearing h ON h.id = p.hearing_id
	WHERE m.tenant_id = '9998' AND m.closed_at IS NULL AND m.case_id IS NULL LIMIT 100) n`,
    `SELECT count(*) FROM (SELECT FROM case_file c WHERE c.tenant_id = '9998' AND c.graded AND c.closed_at IS NULL LIMIT 100) n`,
    `SELECT count(*), bool_or(n.due_at < now()) FROM (SELECT r.due_at FROM access_request r WHERE r.tenant_id = '9998' AND r.open ORDER BY r.due_at LIMIT 100) n`).join(';\n');
const who = `SELECT s.csrf, s.acr, u.name, (SELECT string_agg(DISTINCT d.role, ' ') FROM desk_right d WHERE d.tenant_id = s.tenant_id AND d.desk_user_id = s.desk_user_id)
    FROM session s JOIN desk_user u ON u.id = s.desk_user_id WHERE s.token_sha256 = '\\x${sha256(token('9998'))}'`;
const choices = `SELECT r.service, r.id FROM template_release r WHERE r.in_force AND r.service = ANY ('{barnehageplass,redusert-foreldrebetaling}');
    SELECT d.columns FROM desk_choice d WHERE d.tenant_id = '9998' AND d.desk_user_id = '${me}';
    SELECT s.id, s.name, s.query, s.shared, u.name FROM desk_search s JOIN desk_user u ON u.id = s.desk_user_id WHERE s.tenant_id = '9998' AND s.desk_user_id = '${me}';
    SELECT u.id, u.name FROM desk_user u WHERE u.tenant_id = '9998' ORDER BY u.name;
    SELECT n.id, n.name FROM unit n WHERE n.tenant_id = '9998' ORDER BY n.name;
    SELECT l.label FROM case_label l WHERE l.tenant_id = '9998' ORDER BY l.label LIMIT 1`;
compare('worklist', '/saksbehandling?liste=mine', `${who}; SELECT ${shown} FROM (SELECT * FROM case_file c WHERE c.tenant_id = '9998' AND c.assigned_to = '${me}'
    AND c.open ORDER BY coalesce(c.due_at, 'infinity'), c.id LIMIT 51) c ${names} ORDER BY coalesce(c.due_at, 'infinity'), c.id; ${counts}; ${choices}`, as('9998'));
compare('search', '/saksbehandling?liste=alle&status=alle&sok=kari+hansen', `${who}; SELECT ${shown} FROM (SELECT c.* FROM case_words w
    JOIN case_file c ON c.tenant_id = w.tenant_id AND c.id = w.case_id
    WHERE w.words @@ '''t=9998'' & (''s=barnehageplass'' | ''s=redusert-foreldrebetaling'') & kari:* & hansen:*'::tsquery
    ORDER BY c.received_at DESC, c.id DESC LIMIT 51) c ${names} ORDER BY c.received_at DESC, c.id DESC; ${counts}; ${choices}`, as('9998'));
const [id, ref, persons] = sql(`SELECT id, ref, persons FROM case_file WHERE tenant_id = '9998' AND service = 'barnehageplass' AND state = 'review' ORDER BY id LIMIT 1`)[0];
const of = t => `${t}.tenant_id = '9998' AND ${t}.case_id = '${id}'`;
const reads = `${who};
    SELECT c.id, c.ref, c.service, c.release_id, c.answers, c.state, c.received_at, c.due_at, c.outcome, c.code, c.revision, c.closed_at, c.decided_at, c.graded,
	c.origin, c.registered_at, c.gaps, p.name, p.language, u.name, r.name, n.name FROM case_file c ${names} LEFT JOIN desk_user r ON r.id = c.registered_by
	LEFT JOIN unit n ON n.tenant_id = c.tenant_id AND n.id = c.unit_id WHERE c.tenant_id = '9998' AND c.ref = '${ref}';
    SELECT p.id, p.pid FROM person p WHERE p.id = ANY ('${persons}');
    SELECT a.id, a.name, a.kind, b.sha256, b.media_type, b.size, b.verdict FROM attachment a JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256 WHERE ${of('a')};
    SELECT k.*, i.* FROM case_clock k LEFT JOIN case_interval i ON i.tenant_id = k.tenant_id AND i.case_id = k.case_id AND i.clock = k.clock AND i.n = k.n WHERE ${of('k')};
    SELECT d.role FROM desk_right d WHERE d.tenant_id = '9998' AND d.desk_user_id = '${me}' AND d.service = 'barnehageplass';
    SELECT e.seq, e.at, e.event, e.from_state, e.to_state, e.actor, e.data, u.name FROM case_event e LEFT JOIN desk_user u ON u.id = e.actor_id WHERE ${of('e')} ORDER BY e.seq;
    SELECT d.id, d.title, d.language, d.available_at, d.read_at FROM document d WHERE ${of('d')} AND d.kind = 'letter' ORDER BY d.available_at DESC;
    SELECT d.*, i.field, i.code, i.answered, u.name FROM deficiency d JOIN deficiency_item i ON i.tenant_id = d.tenant_id AND i.case_id = d.case_id AND i.round = d.round
	LEFT JOIN desk_user u ON u.id = d.asked_by WHERE ${of('d')} ORDER BY d.round DESC, i.n;
    SELECT p.*, w.name, b.name, r.name FROM proposal p LEFT JOIN desk_user w ON w.id = p.written_by LEFT JOIN desk_user b ON b.id = p.proposed_by
	LEFT JOIN desk_user r ON r.id = p.returned_by WHERE ${of('p')};
    SELECT p.half_days, p.most_days FROM case_pace p WHERE p.tenant_id = '9998' AND p.service = 'barnehageplass';
    SELECT l.label FROM case_label l WHERE ${of('l')} ORDER BY l.label;
    SELECT f.seen FROM case_follow f WHERE ${of('f')} AND f.desk_user_id = '${me}';
    SELECT d.day, d.text, d.set_at, d.revision, u.name FROM case_follow_up d LEFT JOIN desk_user u ON u.id = d.set_by WHERE ${of('d')};
    SELECT a.what, a.at, u.name FROM access_log a JOIN desk_user u ON u.id = a.desk_user_id WHERE ${of('a')} AND a.at > now() - interval '5 minutes'
	ORDER BY a.at DESC LIMIT 10;
    SELECT m.*, l.title, l.language, i.title, a.id, a.name, b.size, b.verdict, u.name FROM case_message m LEFT JOIN document l ON l.id = m.document_id
	LEFT JOIN deficiency_item i ON i.tenant_id = m.tenant_id AND i.case_id = m.case_id AND i.round = m.round AND i.n = m.n
	LEFT JOIN attachment a ON a.tenant_id = m.tenant_id AND a.message_id = m.id
	LEFT JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256 LEFT JOIN desk_user u ON u.id = m.seen_by
	WHERE ${of('m')} ORDER BY m.at DESC, m.n, m.id, a.id;
    SELECT m.id FROM mail_task m WHERE ${of('m')} AND m.closed_at IS NULL;
    SELECT n.*, u.name, t.name, b.name FROM case_note n LEFT JOIN desk_user u ON u.id = n.author_id LEFT JOIN desk_user t ON t.id = n.to_id
	LEFT JOIN desk_user b ON b.id = n.released_by WHERE ${of('n')} ORDER BY n.at DESC;
    SELECT d.due_at FROM deadline d WHERE ${of('d')} AND d.event = 'deadline.preliminary' AND d.fired_at IS NULL AND d.cancelled_at IS NULL;
    SELECT d.due_at FROM deadline d WHERE ${of('d')} AND d.event = 'deadline.complaint' AND d.cancelled_at IS NULL ORDER BY d.set_at DESC LIMIT 1;
    SELECT k.kind, k.id, k.said FROM case_check k WHERE ${of('k')} ORDER BY k.kind, k.id;
    SELECT p.party, p.name, p.signed_at, p.ended_at, h.name FROM case_party p LEFT JOIN person h ON h.id = p.person_id WHERE ${of('p')} ORDER BY p.party;
    SELECT h.hearing, p.* FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id WHERE ${of('h')} ORDER BY h.created_at, p.id;
    SELECT u.id, u.name, d.reason, d.declared_at FROM disqualification d JOIN desk_user u ON u.id = d.desk_user_id WHERE ${of('d')} ORDER BY d.declared_at`;
const took = compare('case', `/saksbehandling/sak/${ref}`,
    `${reads}; INSERT INTO access_log (tenant_id, case_id, desk_user_id, what) VALUES ('9998', '${id}', '${me}', 'case')`, as('9998'));
say('case_vs_reads', (took / alone('case', reads)).toFixed(2), 'ratio');

const big = [], small = [];
for (let i = 0; i < rounds; i++) {
	big.push(page('/saksbehandling?liste=mine', as('9998')));
	small.push(page('/saksbehandling?liste=mine', as('9997')));
}
say('worklist_1000_ms', median(small).toFixed(2), 'ms');
say('worklist_growth', median(big.map((v, i) => v / small[i])).toFixed(2), 'ratio');
