/* The life of a case when things go wrong: twice, too late, by the wrong one, or after the case is gone. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, kill, logs, skranke, sql, start, stop, until } from '../harness/stack.mjs';
import { applied, main } from './apply.mjs';
import { permit } from './permit.mjs';

const one = (text, ...more) => sql(text, ...more)[0]?.[0];
const events = (ref, event) => Number(one(`SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}' AND e.event = '${event}'`));
const again = name => { stop(name); start(name); };
const due = (refs, event) => sql(`UPDATE deadline d SET due_at = now() - interval '1 second' FROM case_file c
	WHERE c.id = d.case_id AND c.ref = ANY ('{${refs}}') AND d.event = '${event}'`);

async function desk(ref, who = 'ansatt-9998-1') {
	const c = new Visitor();
	await c.loginStaff(who, `/saksbehandling/sak/${ref}`);
	c.case = `${base}/saksbehandling/sak/${ref}`;
	c.does = (what, more) => c.ask('POST', `${c.case}/${what}`, { body: { csrf: c.csrf, ...more } });
	return c;
}

describe('an event', () => {
	test('that is fired twice happens once, and the second is told so', async () => {
		const v = await applied(), path = `${base}/mine-saker/${v.ref}/trekk`;
		const both = await Promise.all([1, 2].map(() => v.ask('POST', path, { body: { csrf: v.csrf } })));
		assert.deepEqual(both.map(a => a.status).sort(), [303, 409]);
		assert.equal(events(v.ref, 'withdraw'), 1);
		assert.equal((await v.ask('POST', path, { body: { csrf: v.csrf } })).status, 409);
		assert.equal(events(v.ref, 'withdraw'), 1);
	});

	test('in the wrong state is refused, and changes nothing', async () => {
		const v = await applied(), c = await desk(v.ref);
		await c.does('ta');
		await v.ask('POST', `${base}/mine-saker/${v.ref}/trekk`, { body: { csrf: v.csrf } });
		for (const what of ['ta', 'vedtak/send'])
			assert.equal((await c.does(what, { utfall: 'reject', grunn: 'full' })).status, 409, what);
		assert.equal(one(`SELECT state || events FROM case_file WHERE ref = '${v.ref}'`), 'withdrawn3');
	});

	test('by the wrong one is refused: another person, one without the right, nobody', async () => {
		const v = await applied(), ola = new Visitor(), author = new Visitor(), nobody = new Visitor();
		await ola.login('ola');
		assert.equal((await ola.ask('POST', `${base}/mine-saker/${v.ref}/trekk`, { body: { csrf: ola.csrf } })).status, 404);
		await author.loginStaff('ansatt-9998-4', '/saksbehandling/forhandsvisning');
		const refused = await author.ask('POST', `${base}/saksbehandling/sak/${v.ref}/ta`, { body: { csrf: author.csrf } });
		assert.ok([403, 404].includes(refused.status), `${refused.status}`);
		assert.ok([303, 401, 403].includes((await nobody.ask('POST', `${base}/mine-saker/${v.ref}/trekk`, { body: {} })).status));
		assert.equal(one(`SELECT state || events FROM case_file WHERE ref = '${v.ref}'`), 'received1');
	});
});

describe('a deadline', () => {
	test('fires once, and its letter comes, when the clock is killed again and again and nobody hears the notice', async () => {
		const refs = [];
		for (let i = 0; i < 4; i++)
			refs.push((await applied()).ref);
		const letters = () => Number(one(`SELECT count(*) FROM document d JOIN case_file c ON c.id = d.case_id
			WHERE c.ref = ANY ('{${refs}}') AND d.template = 'preliminary'`));
		stop('postman');
		try {
			due(refs, 'deadline.preliminary');
			for (let i = 0; i < 4; i++) {
				await until('it runs, to be killed', () => {
					try {
						kill('clock');
						return true;
					} catch {
						return false;
					}
				});
				await new Promise(r => setTimeout(r, 150));
			}
			await until('all have fired', () => Number(one(`SELECT count(*) FROM deadline d JOIN case_file c ON c.id = d.case_id
				WHERE c.ref = ANY ('{${refs}}') AND d.event = 'deadline.preliminary' AND d.fired_at IS NOT NULL`)) === 4, 60000);
		} finally {
			start('postman');
		}
		for (const ref of refs)
			assert.equal(events(ref, 'deadline.preliminary'), 1);
		await until('the letters are there', () => letters() === 4);
		assert.equal(Number(one(`SELECT count(*) FROM outbox o JOIN case_file c ON c.id = o.case_id
			WHERE c.ref = ANY ('{${refs}}') AND o.payload->>'template' = 'preliminary'`)), 4);
	});

	test('that falls while a caseworker saves waits, and does nothing to a case that is done', async () => {
		const v = await applied(), c = await desk(v.ref);
		await c.does('ta');
		stop('clock');
		due([v.ref], 'deadline.preliminary');
		assert.equal((await c.does('vedtak/send', { utfall: 'reject', grunn: 'full', tekst: 'Nei.' })).status, 303);
		start('clock');
		await new Promise(r => setTimeout(r, 3000));
		assert.equal(events(v.ref, 'deadline.preliminary'), 0);
	});
});

describe('a preliminary reply', () => {
	test('says when an answer is expected, where like cases tell', async () => {
		const v = await applied();
		sql(`INSERT INTO case_pace (tenant_id, service, cases, half_days, most_days) VALUES ('9998', 'barnehageplass', 20, 15, 40)
			ON CONFLICT (tenant_id, service) DO UPDATE SET half_days = 15, most_days = 40`);
		due([v.ref], 'deadline.preliminary');
		const letter = await until('it is made', () => one(`SELECT convert_from(d.content, 'UTF8') FROM document d JOIN case_file c ON c.id = d.case_id
			WHERE c.ref = '${v.ref}' AND d.template = 'preliminary'`));
		const expected = new Date(Date.now() + 40 * 86400e3).toLocaleDateString('nb-NO', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/Oslo' });
		assert.match(letter.replace(/<[^>]*>/g, ''), new RegExp(`Vi regner med at du får svar innen ${expected}`));
	});
});

describe('what a caseworker prepares for it', () => {
	test('is in the letter; a second who writes at the same time is shown both; a day that is past is refused', async () => {
		const v = await applied(), c = await desk(v.ref), p = await desk(v.ref, 'ansatt-9998-2');
		const year = new Date().getFullYear() + 1;
		assert.match(c.page.text, /Foreløpig svar går av seg selv/);
		assert.equal((await c.ask('GET', `${c.case}/forelopig-svar`)).status, 200);
		const saved = await c.does('forelopig-svar', { grunn: 'Vi venter på barnehagen.', forventet: `1.9.${year}`, revisjon: '0' });
		assert.equal(saved.status, 303);
		const late = await p.does('forelopig-svar', { grunn: 'En annen grunn.', forventet: '', revisjon: '0' });
		assert.equal(late.status, 409);
		assert.match(late.text, /Sunniva Berg<\/?.*har lagret mens du skrev|Sunniva Berg har lagret mens du skrev/s);
		assert.match(late.text, /Vi venter på barnehagen\./);
		assert.match(late.text, /En annen grunn\./);
		const past = await c.does('forelopig-svar', { grunn: 'x', forventet: '1.1.2020', revisjon: '1' });
		assert.equal(past.status, 422);
		assert.match(past.text, /Skriv en dag som kommer/);
		assert.equal((await c.does('forelopig-svar', { grunn: 'x'.repeat(4001), forventet: '', revisjon: '1' })).status, 422);
		const over = await new Visitor().ask('POST', `${c.case}/forelopig-svar`, { body: { grunn: 'Det jeg skrev.', revisjon: '1' } });
		assert.equal(over.status, 401);
		assert.match(over.text, /Det jeg skrev\./);
		due([v.ref], 'deadline.preliminary');
		const letter = await until('it is made', () => one(`SELECT convert_from(d.content, 'UTF8') FROM document d JOIN case_file c ON c.id = d.case_id
			WHERE c.ref = '${v.ref}' AND d.template = 'preliminary'`));
		assert.match(letter.replace(/<[^>]*>/g, ''), new RegExp(`Vi venter på barnehagen\\..*svar innen 1\\. september ${year}`, 's'));
		assert.equal((await c.ask('GET', `${c.case}/forelopig-svar`)).status, 409);
	});
});

describe('a case that is past its retention', () => {
	test('goes while it is open in browsers: both are told plainly, and the chain of all others holds', async () => {
		const v = await applied(), c = await desk(v.ref), other = await applied('ola');
		await c.does('ta');
		const [[id]] = sql(`SELECT id FROM case_file WHERE ref = '${v.ref}'`);
		await v.ask('POST', `${base}/mine-saker/${v.ref}/trekk`, { body: { csrf: v.csrf } });
		assert.match(one(`SELECT remove_law || ' ' || (remove_at > now() + interval '9 years') FROM case_file WHERE ref = '${v.ref}'`), /^personvern.* true$/);
		await until('its letters are sent', () => one(`SELECT count(*) FROM outbox WHERE case_id = '${id}' AND done_at IS NULL`) === '0');
		sql(`UPDATE case_file SET remove_at = now() - interval '1 second' WHERE ref = '${v.ref}'`);
		again('clock');
		await until('it is gone', () => one(`SELECT count(*) FROM case_file WHERE id = '${id}'`) === '0');

		for (const path of ['', '/kvittering', '/trekk', '/dokumenter'])
			assert.equal((await v.ask('GET', `${base}/mine-saker/${v.ref}${path}`)).status, 404, path);
		assert.equal((await v.ask('POST', `${base}/mine-saker/${v.ref}/trekk`, { body: { csrf: v.csrf } })).status, 404);
		for (const path of ['', '/vedtak', '/historikk', '/dokumenter'])
			assert.equal((await c.ask('GET', c.case + path)).status, 404, path);
		for (const path of ['ta', 'vedtak/forhandsvisning', 'vedtak/send'])
			assert.equal((await c.does(path, { utfall: 'reject', grunn: 'full' })).status, 404, path);
		assert.match((await v.ask('GET', `${base}/mine-saker/${v.ref}`)).text, /finner ikke|finnes ikke/i);

		// The public journal keeps its lines, and nobody's name.
		for (const [table] of sql(`SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'case_id'
				AND table_name NOT IN ('case_removed', 'journal_entry', 'journal_thing') AND table_name IN (SELECT relname FROM pg_class WHERE relkind = 'r')`))
			assert.equal(one(`SELECT count(*) FROM ${table} WHERE case_id = '${id}'`), '0', table);
		assert.equal(one(`SELECT (count(*) > 0) || ' ' || count(party) FROM journal_entry WHERE case_id = '${id}'`), 'true 0');
		assert.equal(one(`SELECT events::text FROM case_removed WHERE case_id = '${id}'`), '3');
		const audit = skranke('audit', 'verify');
		assert.equal(audit.status, 0, audit.said);
		assert.equal((await other.ask('GET', `${base}/mine-saker/${other.ref}`)).status, 200);
		assert.doesNotMatch(logs(), /case .* stays/);
	});
});

describe('the time of a case', () => {
	test('is told to the applicant where a clock runs; without one there is no heading over nothing', async () => {
		const v = await applied();
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.match(main(v.page.text), /Slik går tiden/);
		await v.go(`${base}/mine-saker/${permit()}`);
		assert.equal(v.page.status, 200);
		assert.doesNotMatch(main(v.page.text), /Slik går tiden/);
	});
});
