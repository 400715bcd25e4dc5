/* Applications that are not sent yet: how long they are kept, the reminder, a new one from an old one. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, mails, root, skranke, sql, start, stop, until } from '../harness/stack.mjs';
import { asked, attach, listed, pdf } from './files.mjs';
import { answers, applied, begin, fill, formTo, main, pageForm, press, send } from './apply.mjs';

const rows = query => sql(`SELECT row_to_json(q) FROM (${query}) q`).map(([json]) => JSON.parse(json));
const draft = id => rows(`SELECT *, extract(epoch FROM expires_at - now()) / 86400 AS days FROM draft WHERE id = '${id}'`)[0];
const drafts = (service = 'barnehageplass') => rows(`SELECT d.id FROM draft d JOIN person p ON p.id = d.person_id
	WHERE p.name = 'Kari Nordmann' AND d.service = '${service}' AND (d.revision > 1 OR d.copied_from IS NOT NULL)`).length;
const about = (got, want) => assert.ok(Math.abs(got - want) < 0.01, `${got} is not about ${want} days`);
const left = (id, time) => sql(`UPDATE draft SET expires_at = now() + interval '${time}' WHERE id = '${id}'`);
const day = id => sql(`SELECT extract(day FROM expires_at AT TIME ZONE 'Europe/Oslo') FROM draft WHERE id = '${id}'`)[0][0];
/* Nothing that another test left is in the way of what this one counts. */
const clean = () => sql(`DELETE FROM draft`);

/* The clock looks over the drafts when it starts, and then every ten minutes. */
function clock() {
	stop('clock');
	start('clock');
}
const reminders = id => rows(`SELECT o.id, o.done_at IS NOT NULL AS done, o.parked_at IS NOT NULL AS parked, v.state, v.error
	FROM outbox o LEFT JOIN delivery v ON v.outbox_id = o.id WHERE o.draft_id = '${id}' ORDER BY o.created_at`);
const reminded = (id, n = 1) => until(`${n} reminders of ${id} are done`, () => {
	const all = reminders(id);
	return all.length === n && all.every(r => r.done) && all;
}, 20000);
const mailsOf = all => mails().filter(m => all.some(r => m.headers['message-id'].includes(r.id)));

/* The templates, changed, as a release of their own; the one that was is put back afterwards. */
const folders = [];
function publish(change) {
	const dir = mkdtempSync(join(tmpdir(), 'skranke-drafts-'));
	folders.push(dir);
	cpSync(join(root, 'templates'), dir, { recursive: true });
	rmSync(join(dir, 'services/barnehageplass/tests'), { recursive: true });	/* they know the form as it is */
	rmSync(join(dir, 'po'), { recursive: true });		/* bokmål is enough here */
	change((file, from, to) => {
		const path = join(dir, 'services/barnehageplass', file), text = readFileSync(path, 'utf8');
		assert.ok(text.includes(from), `${file} holds ${from}`);
		writeFileSync(path, text.replace(from, to));
	});
	const said = skranke('templates', 'publish', dir, 'barnehageplass');
	assert.equal(said.status, 0, said.said);
}
const asItWas = () => {
	const said = skranke('templates', 'publish', join(root, 'templates'), 'barnehageplass');
	assert.equal(said.status, 0, said.said);
};
const question = '<text name="kallenavn"><label>Hva kalles barnet?</label></text>';

after(() => {
	asItWas();
	folders.forEach(dir => rmSync(dir, { recursive: true }));
});

describe('a draft is kept', () => {
	test('for as long as its service says after it was begun, saved or opened', async () => {
		const v = await begin();
		about(draft(v.id).days, 30);
		left(v.id, '10 days');
		await press(v, answers().barnet);
		about(draft(v.id).days, 30);
		for (const page of ['', '/barnet', '/oppsummering']) {
			left(v.id, '10 days');
			await v.go(`${v.draft}${page}`);
			about(draft(v.id).days, 30);
		}
		left(v.id, '10 days');
		await v.go('/mine-saker');
		about(draft(v.id).days, 10);
	});

	test('and the person is told until when, where it is filled in and where it waits', async () => {
		clean();
		const v = await begin();
		await press(v, answers().barnet);
		left(v.id, '29 days 23 hours 30 minutes');
		const told = new RegExp(`Slettes ${day(v.id)}\\. [a-z]+ 20\\d\\d hvis du ikke åpner den før det`);
		await v.go(`${v.draft}/barnet`);
		assert.match(main(v.page.text), told);
		left(v.id, '3 days');
		await v.go('/mine-saker');
		assert.match(main(v.page.text), new RegExp(`Slettes ${day(v.id)}\\. `));
	});

	test('no longer: when its time is out, all of it is gone', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		left(v.id, '-1 second');
		clock();
		await until('it is swept', () => draft(v.id) === undefined);
		assert.equal((await v.go(`${v.draft}/barnet`)).status, 404);
	});

	test('for as many days as were in force when it was begun', async () => {
		clean();
		const before = await begin();
		await press(before, answers().barnet);
		publish(change => change('service.xml', 'draft-days="30"', 'draft-days="9"'));
		const v = await begin();
		about(draft(v.id).days, 9);
		await press(v, answers().barnet);
		about(draft(v.id).days, 9);
		await before.go(`${before.draft}/barnet`);
		await press(before, answers().barnet);
		about(draft(before.id).days, 30);
		asItWas();
	});

	test('and a service that would keep it for ever, or not at all, is not published', () => {
		for (const days of ['0', '366', 'evig'])
			assert.throws(() => publish(change => change('service.xml', 'draft-days="30"', `draft-days="${days}"`)), /draft-days/);
	});
});

describe('a reminder', () => {
	test('goes by e-mail a week before the draft does, once, and says nothing of it', async () => {
		const v = await begin();
		await press(v, { ...answers().barnet, barn_navn: 'Hemmelig Navnesen' });
		left(v.id, '7 days 1 hour');
		clock();
		left(v.id, '6 days 23 hours');
		clock();
		const all = await reminded(v.id);
		clock();
		const [m, ...more] = mailsOf(await reminded(v.id));
		assert.deepEqual(all.map(r => r.state), ['sent']);
		assert.equal(more.length, 0);
		assert.equal(m.headers.to, 'kari@example.no');
		assert.equal(m.headers.subject, 'Du har en søknad som ikke er sendt');
		assert.equal(m.headers['auto-submitted'], 'auto-generated');
		const text = m.text.replace(/\s+/g, ' ');
		assert.match(text, /søknad til Fjordvik kommune som ikke er sendt/);
		assert.match(text, new RegExp(`Den slettes ${day(v.id)}\\. [a-z]+ 20\\d\\d `));
		assert.ok(text.includes(`Logg inn på ${base}/mine-saker `));
		for (const secret of ['arnehage', 'Kari', 'Nordmann', 'Hemmelig', 'Navnesen', v.id])
			assert.ok(!m.text.includes(secret) && !m.headers.subject.includes(secret), secret);
	});

	test('is in the language of who gets it', async () => {
		const v = await begin('bjorn');
		await press(v, answers().barnet);
		assert.equal(sql(`SELECT language FROM person WHERE name = 'Bjørn Sæther'`)[0][0], 'nn');
		left(v.id, '1 day');
		clock();
		const [m] = mailsOf(await reminded(v.id));
		assert.equal(m.headers.subject, 'Du har ein søknad som ikkje er send');
		assert.match(m.text.replace(/\s+/g, ' '), /som ikkje er send\. Han blir sletta \d+\. [a-z]+ 20\d\d dersom du ikkje opnar/);
	});

	test('goes again when the draft was used and then left once more', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		left(v.id, '1 day');
		clock();
		await reminded(v.id);
		await v.go(`${v.draft}/barnet`);
		assert.equal(draft(v.id).warned_at, null);
		left(v.id, '2 days');
		clock();
		assert.equal(mailsOf(await reminded(v.id, 2)).length, 2);
	});

	test('that is overtaken while it waits, because the person came back, is not sent', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		left(v.id, '1 day');
		stop('postman');
		try {
			clock();
			await until('it is asked for', () => reminders(v.id).length === 1);
			await v.go(`${v.draft}/barnet`);
		} finally {
			start('postman');
		}
		const all = await reminded(v.id);
		assert.equal(all[0].state, null);
		assert.equal(mailsOf(all).length, 0);
	});

	test('to somebody without an address is not sent, and holds nobody up; the draft still says its day', async () => {
		const v = await begin('torvald');
		await press(v, { ...answers().barnet });
		left(v.id, '1 day');
		const when = day(v.id);
		clock();
		const [r] = await reminded(v.id);
		assert.equal(r.parked, false);
		assert.equal(r.state, 'failed');
		assert.match(r.error, /ikke oppgitt/);
		await until('the log says so', () => logs().includes(`what=letter outbox="${r.id}" outcome="no address"`));
		assert.equal(mailsOf([r]).length, 0);
		await v.go('/mine-saker');
		assert.match(main(v.page.text), new RegExp(`Slettes ${when}\\. `));
	});

	test('to an address that is none is given up, and nobody is asked to look', async () => {
		const v = await begin('ola');
		await press(v, answers().barnet);
		sql(`UPDATE person SET email = 'ikke en adresse' WHERE name = 'Ola Nordmann'`);
		try {
			left(v.id, '1 day');
			clock();
			const [r] = await reminded(v.id);
			assert.equal(r.parked, false);
			assert.equal(r.state, 'failed');
		} finally {
			sql(`UPDATE person SET email = 'ola@example.no' WHERE name = 'Ola Nordmann'`);
		}
	});

	test('leaves nothing behind when the draft is sent', async () => {
		const v = await fill(await begin());
		left(v.id, '1 day');
		clock();
		await reminded(v.id);
		await send(v);
		assert.match(v.page.url, /kvittering$/);
		assert.equal(reminders(v.id).length, 0);
	});
});

describe('a draft whose release was replaced', () => {
	test('goes on under its own, and so does the case that it becomes', async () => {
		const v = await begin();
		const own = draft(v.id).release_id;
		publish(change => change('form.xml', '<text name="barn_pid"', `${question}<text name="barn_pid"`));
		try {
			await v.go(`${v.draft}/barnet`);
			assert.doesNotMatch(v.page.text, /Hva kalles barnet/);
			const w = await begin('ola');
			assert.match(w.page.text, /Hva kalles barnet/);
			await fill(v);
			await send(v);
			assert.match(v.page.url, /kvittering$/);
			assert.equal(rows(`SELECT release_id FROM case_file WHERE draft_id = '${v.id}'`)[0].release_id, own);
			await v.go(v.page.url.replace('/kvittering', ''));
			assert.match(v.page.text, /Emma Nordmann/);
			assert.doesNotMatch(v.page.text, /Hva kalles barnet/);
		} finally {
			asItWas();
		}
	});
});

const attachments = where => rows(`SELECT id, name, sha256, draft_id, case_id FROM attachment WHERE ${where} ORDER BY name`);
const blobs = files => Number(sql(`SELECT count(*) FROM blob WHERE sha256 IN (${files.map(f => `'${f.sha256}'`).join()})`)[0][0]);

describe('the files of a draft', () => {
	test('go with it at once when it is deleted, and their content when the clock has been by', async () => {
		const v = await asked();
		await attach(v, [['en.pdf', pdf()], ['to.pdf', pdf()]]);
		const files = attachments(`draft_id = '${v.id}'`);
		assert.equal(files.length, 2);
		await v.go(`${v.draft}/slett`);
		await v.submit({}, { action: '/slett' });
		assert.match(v.page.url, /slettet=1$/);
		assert.equal(attachments(`id IN ('${files[0].id}', '${files[1].id}')`).length, 0);
		clock();
		await until('their content is swept', () => blobs(files) === 0);
	});

	test('go with it when its time is out', async () => {
		const v = await asked();
		await attach(v, [['en.pdf', pdf()]]);
		const files = attachments(`draft_id = '${v.id}'`);
		left(v.id, '-1 second');
		clock();
		await until('draft, file and content are swept', () => draft(v.id) === undefined && blobs(files) === 0);
		assert.equal(attachments(`id = '${files[0].id}'`).length, 0);
	});
});

describe('a new application from an earlier one', () => {
	const copy = (v, more = {}) => v.post(`${base}/mine-saker/${v.ref}/kopier`, { csrf: v.csrf, ...more });
	const values = v => Object.fromEntries(pageForm(v).fields.filter(([k]) => !['csrf', 'sett'].includes(k)));

	test('has its answers, but for consents, and begins where something is missing', async () => {
		clean();
		const v = await applied();
		await v.go(`/mine-saker/${v.ref}`);
		assert.ok(formTo(v, '/kopier'), 'the case has the button');
		await copy(v);
		assert.match(v.page.url, /\/soknad\/barnehageplass\/[0-9a-f-]+\/samtykke\?hentet=1$/);
		assert.match(main(v.page.text), new RegExp(`Svarene er hentet fra sak ${v.ref}\\. Se over dem\\.`));
		assert.deepEqual(values(v), {});
		const at = v.page.url.replace(/\/samtykke.*/, ''), d = draft(at.replace(/.*\//, ''));
		about(d.days, 30);
		await v.go(`${at}/barnet`);
		assert.doesNotMatch(main(v.page.text), /hentet fra/);
		assert.equal(values(v).barn_navn, 'Emma Nordmann');
		assert.equal(values(v).barn_pid.replace(/\s/g, ''), '14832560252');
		assert.ok(!JSON.stringify(d.answers).includes('14832560252'), 'its identity numbers stand in one table only');
		await v.go(`${at}/onsker`);
		assert.equal(values(v)['onske.1.barnehage'], answers().onsker['onske.1.barnehage']);
		await v.go(`${at}/samtykke`);
		await press(v, answers().samtykke);
		await v.post(`${at}/send`, { csrf: v.csrf });
		assert.match(v.page.url, /kvittering$/);
		assert.ok(!v.page.url.includes(v.ref), 'it is a case of its own');
	});

	test('has its files, as files of its own', async () => {
		clean();
		const v = await asked();
		await attach(v, [['vedtak.pdf', pdf()], ['lege.pdf', pdf()]], { values: { grunner: 'funksjonsevne' } });
		for (const [page, values] of Object.entries(answers())) {
			await v.go(`${v.draft}/${page}`);
			await press(v, page === 'prioritet' ? {} : values);
		}
		await send(v);
		v.ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1];
		const theirs = attachments(`case_id = (SELECT id FROM case_file WHERE ref = '${v.ref}')`);
		assert.deepEqual(theirs.map(f => f.name), ['lege.pdf', 'vedtak.pdf']);
		await v.go(`/mine-saker/${v.ref}`);
		await copy(v);
		const at = v.page.url.replace(/\/samtykke.*/, ''), id = at.replace(/.*\//, ''), own = attachments(`draft_id = '${id}'`);
		assert.deepEqual(own.map(f => [f.name, f.sha256]), theirs.map(f => [f.name, f.sha256]));
		assert.equal(blobs(theirs), 2, 'their content is stored once');
		await v.go(`${at}/prioritet`);
		const shown = listed(v.page.text);
		assert.deepEqual(shown.map(f => f.name), ['vedtak.pdf', 'lege.pdf']);
		await attach(v, [], { button: shown[0].button });
		assert.deepEqual(attachments(`draft_id = '${id}'`).map(f => f.name), ['lege.pdf']);
		await v.go(`${at}/slett`);
		await v.submit({}, { action: '/slett' });
		assert.deepEqual(attachments(`case_id = '${theirs[0].case_id}'`), theirs, 'the case keeps its own');
		const old = await begin('ola');
		left(old.id, '-1 second');
		clock();
		await until('the clock has been by', () => draft(old.id) === undefined);
		assert.equal(blobs(theirs), 2, 'and its content');
	});

	test('is made once however often and however fast it is clicked', async () => {
		clean();
		const v = await applied();
		await v.go(`/mine-saker/${v.ref}`);
		const csrf = v.csrf;
		const all = await Promise.all(Array.from({ length: 5 }, () => v.ask('POST', `${base}/mine-saker/${v.ref}/kopier`, { body: { csrf } })));
		assert.deepEqual(all.map(a => a.status), all.map(() => 303));
		assert.equal(new Set(all.map(a => a.headers.location)).size, 1);
		assert.equal(drafts(), 1);
		await v.post(`${base}/soknad/barnehageplass`, { csrf });
		assert.doesNotMatch(v.page.text, /Emma Nordmann/, 'starting anew does not find the copy');
	});

	test('leaves one that was begun alone, and says so; both can be had', async () => {
		clean();
		const v = await applied(), w = await begin();
		await press(w, { ...answers().barnet, barn_navn: 'Påbegynt Navnesen' });
		const kept = draft(w.id);
		await v.go(`/mine-saker/${v.ref}`);
		await copy(v);
		assert.match(main(v.page.text), /Du har allerede begynt på en søknad/);
		assert.ok(main(v.page.text).includes(`href="/soknad/barnehageplass/${w.id}"`));
		assert.equal(drafts(), 1);
		await v.post(formTo(v, '/kopier').action, { csrf: v.csrf, ny: '1' });
		assert.match(v.page.url, /hentet=1$/);
		assert.equal(drafts(), 2);
		assert.deepEqual({ ...draft(w.id), days: 0 }, { ...kept, days: 0 });
	});

	test('may come of one that was withdrawn, and of nobody else\'s', async () => {
		clean();
		const v = await applied(), other = new Visitor();
		await v.go(`/mine-saker/${v.ref}/trekk`);
		await v.submit({}, { action: 'trekk' });
		assert.ok(formTo(v, '/kopier'));
		await other.login('ola');
		await other.go('/mine-saker');
		assert.equal((await other.ask('POST', `${base}/mine-saker/${v.ref}/kopier`, { body: { csrf: other.csrf } })).status, 404);
		assert.equal((await other.ask('POST', `${base}/mine-saker/${v.ref}/kopier`, { body: { csrf: 'x' } })).status, 403);
		await copy(v);
		assert.match(v.page.url, /samtykke\?hentet=1$/);
	});

	test('is of the release in force: what it does not know is passed over, what is new is asked', async () => {
		clean();
		const v = await applied();
		publish(change => {
			change('form.xml', '<text name="barn_pid"', `${question.replace('name="kallenavn"', 'name="kallenavn" required="true()"')}<text name="barn_pid"`);
		});
		try {
			await v.go(`/mine-saker/${v.ref}`);
			await copy(v);
			assert.match(v.page.url, /\/barnet\?hentet=1$/);
			assert.equal(values(v).kallenavn, '');
			assert.equal(values(v).barn_navn, 'Emma Nordmann');
		} finally {
			asItWas();
		}
	});

	test('tells at once what was right then and is wrong now', async () => {
		clean();
		const v = await applied();
		sql(`ALTER TABLE case_file DISABLE TRIGGER USER; UPDATE case_file
		    SET answers = regexp_replace(answers::text, '<oppstart>[^<]*', '<oppstart>2020-08-17')::xml WHERE ref = '${v.ref}';
		    ALTER TABLE case_file ENABLE TRIGGER USER`);
		await v.go(`/mine-saker/${v.ref}`);
		await copy(v);
		assert.match(v.page.url, /\/oppstart\?hentet=1$/);
		assert.match(main(v.page.text), /ds-validation-message|data-color="danger"/);
	});

	test('is not offered, and not made, when the service takes no applications any more', async () => {
		clean();
		const v = await applied();
		sql(`UPDATE template_release SET in_force = false WHERE service = 'barnehageplass'`);
		try {
			await v.go(`/mine-saker/${v.ref}`);
			assert.equal(v.page.status, 200);
			assert.equal(formTo(v, '/kopier'), undefined);
			assert.equal((await v.ask('POST', `${base}/mine-saker/${v.ref}/kopier`, { body: { csrf: v.csrf } })).status, 404);
			assert.equal(drafts(), 0);
		} finally {
			sql(`UPDATE template_release SET in_force = true WHERE (service, version) IN
			    (SELECT service, max(version) FROM template_release WHERE service = 'barnehageplass' GROUP BY service)`);
		}
	});
});
