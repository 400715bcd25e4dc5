/* Many at the same moment, and the ground shaking under them: it happens once, and everyone is told the truth. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, sql, sqlLater, start, stop, until, workers } from '../harness/stack.mjs';
import { applied, begin, fill, main, pageForm, places, year } from './apply.mjs';

const all = (n, ask) => Promise.all(Array.from({ length: n }, (_, i) => ask(i)));
const count = (table, where) => Number(sql(`SELECT count(*) FROM ${table} WHERE ${where}`)[0][0]);
const events = ref => sql(`SELECT event FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}' ORDER BY seq`).map(r => r[0]);
const statuses = list => list.map(a => a.status).sort();
const sendAgain = (v, csrf) => v.ask('POST', `${v.draft}/send`, { body: { csrf } });

/* A reply that is honest when something broke: the receipt, or the page that says to try again. */
const honest = a => a.status === 503 ? /trygt|igjen/.test(a.text) : a.status === 303 && a.headers.location.endsWith('/kvittering');

async function staff(who, ref) {
	const c = new Visitor();
	await c.loginStaff(who, `/saksbehandling/sak/${ref}`);
	c.at = `${base}/saksbehandling/sak/${ref}`;
	c.token = c.csrf;
	c.does = (what, more = {}) => c.ask('POST', `${c.at}/${what}`, { body: { csrf: c.token, ...more } });
	return c;
}

const grant = { utfall: 'grant', grunn: 'rett', oppstart: `16.08.${year}`, plass: places()[0], tekst: '' };
const reject = { utfall: 'reject', grunn: 'full', tekst: '' };

describe('at the same moment', () => {
	test('twenty clicks on start begin one application', async () => {
		const v = new Visitor();
		await v.login('kari', '/tjenester/barnehageplass');
		const csrf = v.csrf;
		for (let n = 0; n < 4; n++) {
			sql('UPDATE draft SET revision = 2 WHERE revision = 1');
			const made = await all(20, () => v.ask('POST', `${base}/soknad/barnehageplass`, { body: { csrf } }));
			assert.equal(new Set(made.map(a => a.headers.location)).size, 1);
			assert.equal(count('draft', 'revision = 1'), 1);
		}
	});

	test('saved, sent and deleted: a case or nothing, and who deleted is not told that a case was deleted', async () => {
		const v = await fill(await begin()), csrf = v.csrf;
		await v.go(`${v.draft}/kontakt`);
		const fields = [...pageForm(v).fields, ['handling', 'neste']];
		const does = [['send', { csrf }], ['kontakt', fields], ['slett', { csrf }]];
		const got = await all(18, async i => ({ what: does[i % 3][0], ...await v.ask('POST', `${v.draft}/${does[i % 3][0]}`, { body: does[i % 3][1] }) }));
		const made = count('case_file', `draft_id = '${v.id}'`), deleted = got.filter(a => /slettet/.test(a.headers.location)).length;
		assert.equal(count('draft', `id = '${v.id}'`), 0);
		assert.equal(made + deleted, 1);
		for (const a of got)
			assert.ok(a.status === 303 || a.status === 404 && made === 0, `${a.what}: ${a.status}`);
	});

	test('two take a case: both see who has it', async () => {
		const v = await applied();
		const [one, two] = [await staff('ansatt-9998-1', v.ref), await staff('ansatt-9998-2', v.ref)];
		const got = await Promise.all([one.does('ta'), two.does('ta')]);
		assert.deepEqual(statuses(got), [303, 303]);
		const pages = await Promise.all([one.go(got[0].headers.location), two.go(got[1].headers.location)]);
		assert.equal(pages.filter(p => /Du har tatt saken/.test(main(p.text))).length, 1);
	});

	test('decided by two caseworkers and withdrawn: one of them wins, the others get a clear page', async () => {
		const v = await applied();
		const [one, two] = [await staff('ansatt-9998-1', v.ref), await staff('ansatt-9998-2', v.ref)];
		await one.does('ta');
		await v.go(`${base}/mine-saker/${v.ref}/trekk`);
		const csrf = v.csrf, got = await all(15, i => i % 3 === 0 ? one.does('vedtak/send', grant) : i % 3 === 1 ? one.does('vedtak/send', reject)
		    : v.ask('POST', `${base}/mine-saker/${v.ref}/trekk`, { body: { csrf } }));
		assert.deepEqual(statuses(got), [303, ...Array(14).fill(409)]);
		for (const a of got.filter(a => a.status === 409))
			assert.match(main(a.text), /endret i mellomtiden/);
		assert.equal(events(v.ref).filter(e => ['grant', 'reject', 'withdraw'].includes(e)).length, 1);
		assert.equal((await two.does('vedtak/send', grant)).status, 409);
	});
});

describe('the database', () => {
	test('restarted while applications are sent: an honest answer each, and afterwards one case each', async () => {
		const sent = [];
		for (let n = 0; n < 4; n++) {
			const v = await fill(await begin());
			sent.push({ v, csrf: v.csrf });
		}
		const under = sent.flatMap(({ v, csrf }) => [sendAgain(v, csrf), sendAgain(v, csrf)]);
		stop('pg');
		const got = await Promise.all(under);
		start('pg');
		assert.ok(got.every(honest), statuses(got).join());
		for (const { v, csrf } of sent) {
			await until('it is sent', async () => (await sendAgain(v, csrf)).status === 303);
			assert.equal(count('case_file', `draft_id = '${v.id}'`), 1);
			assert.equal(count('draft', `id = '${v.id}'`), 0);
		}
	});

	test('gone when it has committed and not yet said so: the receipt is looked up, nothing is sent twice', async () => {
		const v = await fill(await begin()), csrf = v.csrf;
		const reload = setting => sql(`ALTER SYSTEM ${setting};\nSELECT pg_reload_conf();`);
		const waiting = who => `FROM pg_stat_activity WHERE usename = '${who}' AND wait_event = 'SyncRep'`;
		const waits = who => sql(`SELECT pid ${waiting(who)}`).length > 0, end = who => sql(`SELECT pg_terminate_backend(pid) ${waiting(who)}`);
		/* PostgreSQL takes up a setting when it comes to it: then a COMMIT of our own waits too */
		const inForce = async () => {
			let done = false;
			const probe = sqlLater("COMMENT ON SCHEMA public IS 'standard public schema'").catch(() => {}).then(() => { done = true; });
			await until('it waits or is done', () => done || waits('postgres'));
			const waited = !done;
			end('postgres');
			await probe;
			return waited;
		};
		let answer;
		reload(`SET synchronous_standby_names = 'nobody'`);	/* COMMIT waits for a copy that will not come */
		try {
			await until('commits wait', inForce);
			let early = null, over = false;
			const asked = sendAgain(v, csrf).then(a => over ? a : early = a);
			await until('COMMIT waits', () => early || waits('skranke_citizen'), 60000);
			assert.equal(early?.status, undefined, early?.text);
			over = true;
			end('skranke_citizen');
			answer = await asked;
		} finally {
			reload('RESET synchronous_standby_names');
		}
		assert.ok(answer.status === 303 && honest(answer), `${answer.status}`);
		assert.equal((await sendAgain(v, csrf)).headers.location, answer.headers.location);
		assert.equal(count('case_file', `draft_id = '${v.id}'`), 1);
		assert.match(logs(), /what=db-commit/);
	});
});

describe('the workers', () => {
	test('killed under load: an honest page, nothing saved is lost, and they come back', async () => {
		const v = await fill(await begin()), url = `${v.draft}/kontakt`;
		await v.go(url);
		const fields = pageForm(v).fields.filter(([k]) => k !== 'telefon' && k !== 'sett'), number = i => `400 00 ${100 + i}`;
		const before = Number(sql(`SELECT revision FROM draft WHERE id = '${v.id}'`)[0][0]);
		const many = workers('citizen').length, end = Date.now() + 1500, got = [];
		let i = 0, over = false;
		const load = all(6, async () => {
			while (Date.now() < end) {
				const mine = number(i++ % 900);
				got.push(await v.ask('POST', url, { body: [...fields, ['telefon', mine], ['handling', 'lagre']] }));
			}
		}).finally(() => over = true);
		while (!over) {
			await new Promise(r => setTimeout(r, 200));
			const [one] = workers('citizen');
			try {
				if (one && !over)
					process.kill(one, 'SIGKILL');
			} catch (e) {
				assert.equal(e.code, 'ESRCH');		/* gone since it was listed */
			}
		}
		await load;
		assert.ok(got.every(a => a.status === 303 || a.status === 503 && /trygt|igjen/.test(a.text)), statuses(got).join());
		await until('all are back', () => workers('citizen').length === many);
		const [[revision]] = sql(`SELECT revision FROM draft WHERE id = '${v.id}'`);
		assert.ok(Number(revision) >= before + got.filter(a => a.status === 303).length, 'every save that was confirmed is there');
		assert.equal((await v.go(url)).status, 200);
	});

	test('asked to stop, finish what they are at: nobody notices', async () => {
		const v = await begin(), end = Date.now() + 1000, got = [];
		const load = all(6, async () => {
			while (Date.now() < end)
				got.push(await v.ask('GET', v.page.url));
		});
		for (let n = 0; n < 3; n++) {
			await new Promise(r => setTimeout(r, 250));
			process.kill(workers('citizen')[0], 'SIGTERM');
		}
		await load;
		assert.ok(got.every(a => a.status === 200), statuses(got).join());
	});
});
