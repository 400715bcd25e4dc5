/* Several postmen side by side under one that watches: SKRANKE_POSTMEN. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { root, sql, start, stop, until } from '../harness/stack.mjs';

const build = process.env.SKRANKE_BUILD ?? join(root, 'build/dev'), folder = mkdtempSync(join(tmpdir(), 'skranke-crew-'));
const watchers = [];

function hire(postmen) {
	const pg = sql('SHOW unix_socket_directories')[0][0];
	const crew = spawn(join(build, 'postman'), [], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env,
		SKRANKE_DB: `host=${pg} dbname=skranke user=skranke_postman`, SKRANKE_TEMPLATES: join(root, 'templates'),
		SKRANKE_LANGUAGES: join(root, 'build/languages'), SKRANKE_PRESS: '', SKRANKE_TRANSPORTS: '',
		SKRANKE_MAIL: `file:${folder}`, SKRANKE_TEST_NUMBERS: '1', SKRANKE_POSTMEN: String(postmen) } });
	crew.said = '';
	crew.stderr.on('data', d => { crew.said += d; });
	watchers.push(crew);
	return crew;
}

/* Its postmen that are alive: one that has ended and is not yet seen to is none. */
function members(crew) {
	try {
		return execFileSync('ps', ['--ppid', String(crew.pid), '-o', 'pid=,stat='], { encoding: 'utf8' }).trim().split('\n')
		    .map(l => l.trim().split(/\s+/)).filter(([, stat]) => !stat.startsWith('Z')).map(([pid]) => Number(pid));
	} catch {
		return [];
	}
}
/* Seconds: LEASE_SEC of postman/work.c, until sending begins, and LEASE_SEND_SEC of postman/deliver.c, from then. */
const lease = 90, sendingLease = 180;
const alive = pid => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};
const full = (crew, n) => until(`${n} postmen are at work`, () => members(crew).length === n && members(crew));

/* A letter of a case of its own each; their outbox ids. */
function put(n) {
	return Array.from({ length: n }, () => {
		const id = randomUUID(), person = randomUUID(), kase = randomUUID(), ref = id.slice(0, 13).toUpperCase();
		const pid = String(Math.floor(Math.random() * 1e11)).padStart(11, '0');
		sql(`BEGIN;
			INSERT INTO person (id, pid, name, email) VALUES ('${person}', '${pid}', 'Ågot Ørbekk', 'brevtest@example.no');
			INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, code)
			    SELECT '${kase}', '9998', 'LAG-${ref}', service, id, '${randomUUID()}', '${person}',
				'<barnehageplass><fornavn>Åse</fornavn></barnehageplass>', 'review', '${ref}'
			    FROM template_release WHERE service = 'barnehageplass' AND in_force;
			INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
			    VALUES ('9998', '${kase}', 'submit', 'review', 'applicant', '${person}');
			INSERT INTO outbox (id, tenant_id, case_id, kind, payload)
			    VALUES ('${id}', '9998', '${kase}', 'letter', '{"template":"receipt","to":"applicant"}');
			COMMIT;`);
		return id;
	});
}
const open = ids => Number(sql(`SELECT count(*) FROM outbox WHERE done_at IS NULL AND id IN ('${ids.join("','")}')`)[0][0]);
/* What a dead one had in hand is taken again when its lease is over, and what it may have sent is asked for, and sent
   later where it was not: here as soon as a living one would long have been done. */
const leasesEnd = ids => sql(`UPDATE outbox SET claimed_until = NULL, next_at = now()
	WHERE done_at IS NULL AND id IN ('${ids.join("','")}') AND CASE WHEN claimed_until IS NULL THEN next_at > now()
	    ELSE claimed_until - now() < interval '${lease - 5} seconds'
		OR claimed_until - now() BETWEEN interval '${lease + 1} seconds' AND interval '${sendingLease - 5} seconds' END
	RETURNING id`).length && sql('NOTIFY outbox');

before(() => stop('postman'));
after(() => {
	watchers.forEach(w => w.kill('SIGKILL'));
	start('postman');
	rmSync(folder, { recursive: true });
});

describe('a crew', () => {
	test('shares the letters: each goes once, also when one of them is killed, and another takes its place', async () => {
		const crew = hire(3), [first] = await full(crew, 3);
		const ids = put(12);
		process.kill(first, 'SIGKILL');
		await until('another has taken its place', () => members(crew).length === 3 && !members(crew).includes(first));
		assert.match(crew.said, /postman-again/);
		await until('all letters have gone', () => {
			leasesEnd(ids);
			return open(ids) === 0;
		}, 40000);
		/* What the dead one was writing has a name of its own, that begins with a dot, and is no letter. */
		const sent = readdirSync(folder).filter(f => !f.startsWith('.') && ids.some(id => f.includes(id)));
		assert.equal(sent.length, ids.length);
		assert.equal(Number(sql(`SELECT count(*) FROM document WHERE outbox_id IN ('${ids.join("','")}')`)[0][0]), ids.length);
		crew.kill('SIGTERM');
	});

	test('ends as one when it is told to, and says that all went well', async () => {
		const crew = hire(2), postmen = await full(crew, 2);
		crew.kill('SIGTERM');
		const [status] = await once(crew, 'exit');
		assert.equal(status, 0);
		assert.deepEqual(postmen.filter(alive), []);
	});

	test('does not outlive the one that watches', async () => {
		const crew = hire(2), postmen = await full(crew, 2);
		crew.kill('SIGKILL');
		await until('its postmen have ended', () => !postmen.some(alive));
	});

	test('of no number, or of too many, is refused', async () => {
		for (const n of ['0', '33', 'three']) {
			const crew = hire(n), [status] = await once(crew, 'exit');
			assert.equal(status, 1, n);
			assert.match(crew.said, /SKRANKE_POSTMEN is a number from 1 to 32/);
		}
	});
});
