/* The public journal: what anybody may see of what comes in and goes out. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, neighbour, sql, until } from '../harness/stack.mjs';
import { applied, fence, fenceStaff, main } from './apply.mjs';
import { staff } from './decide.mjs';

const words = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/&nbsp;|\u00a0/g, ' ').replace(/\s+/g, ' ');
const rows = v => (main(v.page.text).match(/<tr id="post-/g) ?? []).length;

async function look(query = '', site = base) {
	const v = new Visitor(site);
	await v.go(`${site}/innsyn${query}`);
	assert.equal(v.page.status, 200);
	return v;
}

describe('the public journal', () => {
	test('is read without logging in, names the applicant of a public case, and is found by words', async () => {
		const ref = await fence('17');
		const v = await look(`?sok=${ref}+nordmann+17&slag=inn`);	/* the receipt comes when it comes */
		assert.match(words(v), new RegExp(`Søknad om gjerde Gjerde på 17 meter ${ref}-1 Inn: Kari Nordmann`));
		assert.equal(rows(v), 1);
		assert.match(words(await look(`?sok=${ref}+svensen`)), /Vi fant ikke noe som passer/);
		await until('the receipt', async () => /Ut: Kari Nordmann/.test(words(await look(`?sok=${ref}&slag=ut`))), 60000);
		assert.doesNotMatch(words(await look(`?sok=${ref}&slag=ut`)), /Inn: /);
	});

	test('names nobody in a case that is not public, and says by which law', async () => {
		const { ref } = await applied('kari');
		const said = words(await look(`?sok=${ref}`));
		assert.match(said, new RegExp(`Søknad om barnehageplass Søknad om barnehageplass ${ref}-1 Inn Skjermet: offentleglova § 13`));
		assert.doesNotMatch(said, /Nordmann|Emma/);
		assert.match(words(await look(`?sok=${ref}+nordmann`)), /Vi fant ikke noe/);
	});

	test('forgets the name after twelve months, in the list and in the search', async () => {
		const ref = await fence('18');
		sql(`SET session_replication_role = replica; UPDATE journal_entry SET journal_on = journal_on - 366 WHERE case_ref = '${ref}'`);
		assert.match(words(await look(`?sok=${ref}&slag=inn`)), new RegExp(`${ref}-1 Inn `));
		assert.doesNotMatch(words(await look(`?sok=${ref}&slag=inn`)), /Nordmann/);
		assert.equal(rows(await look(`?sok=${ref}+nordmann&slag=inn`)), 0);
	});

	test('is narrowed down by days, and says when a day cannot be read', async () => {
		const ref = await fence('19'), today = new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
		assert.ok(rows(await look(`?sok=${ref}&fra=${today}&til=${today}`)) > 0);
		assert.equal(rows(await look(`?sok=${ref}&til=1.1.2020`)), 0);
		assert.match(words(await look(`?sok=${ref}&fra=i+går`)), /«i går» er ikke en dag vi forstår/);
	});

	test('is paged, each entry once', async () => {
		sql(`INSERT INTO journal_entry (tenant_id, year, n, case_id, case_ref, case_n, service, kind, document_on, journal_on, case_title, title,
			case_title_screened, screened, law)
		SELECT '9998', 2001, g, gen_random_uuid(), 'GML-2001-' || g, 1, 'gjerde', 'inngaaende_dokument', '2001-02-03', '2001-02-03', 'Gammelt', 'Gammelt', '', false, ''
		FROM generate_series(1, 120) g ON CONFLICT DO NOTHING`);
		const seen = [], v = await look('?sok=GML-2001');
		for (let i = 0; i < 3; i++) {
			seen.push(...[...main(v.page.text).matchAll(/GML-2001-\d+-1/g)].map(m => m[0]));
			const next = /href="(\/innsyn\?etter=[^"]*)"/.exec(main(v.page.text));
			if (next) await v.go(base + next[1].replaceAll('&amp;', '&'));
		}
		assert.equal(seen.length, 120);
		assert.equal(new Set(seen).size, 120);
	});

	test('is the municipality\'s own, numbered without holes', async () => {
		const ref = await fence('20');
		assert.equal(rows(await look(`?sok=${ref}`, neighbour)), 0);
		assert.deepEqual(sql(`SELECT tenant_id, year FROM journal_entry GROUP BY 1, 2 HAVING max(n) <> count(*)`), []);
	});

	test('stands what nobody means', async () => {
		for (const q of ['?etter=x,y', '?etter=2026-01-01,00000000-0000-0000-0000-000000000000', '?sok=%25_%27%22%3Cb%3E', '?slag=alt', '?fra=31.02.2026'])
			await look(q);
	});

	test('is screened by a caseworker with law and reason, as PostgreSQL judges it, and the change is taken back', async () => {
		fenceStaff();
		const ref = await fence('21'), c = await staff('ansatt-9998-1', ref), said = async () => words(await look(`?sok=${ref}&slag=inn`));
		assert.match(words({ page: { text: await c.see('journal') } }), /Det publikum ser av saken .* Søknad om gjerde Gjerde på 21 meter Inn: Kari Nordmann/);
		const id = /\/journal\/([0-9a-f-]{36})"/.exec(c.page.text.slice(c.page.text.indexOf('Inn: Kari')))[1];
		await c.see(`journal/${id}`);
		let answer = await c.does(`journal/${id}`, { hva: 'skjermet', hjemmel: ' ', grunn: 'Målene er ikke for alle' });
		assert.equal(answer.status, 422);
		assert.match(answer.text, /Skriv hvilken regel det bygger på[^]*Målene er ikke for alle/);
		answer = await c.does(`journal/${id}`, { csrf: 'x', hva: 'skjermet', hjemmel: 'offentleglova § 13', grunn: 'Målene er ikke for alle' });
		assert.equal(answer.status, 403);
		assert.match(answer.text, /ingenting er endret ennå[^]*Målene er ikke for alle/);
		for (let i = 0; i < 2; i++)		/* a double click changes once */
			assert.match((await c.does(`journal/${id}`, { hva: 'skjermet', hjemmel: 'offentleglova § 13', grunn: 'Målene er ikke for alle' })).headers.location, /endret=1$/);
		assert.match(await said(), new RegExp(`Gjerde på \\*\\*\\*\\*\\* meter ${ref}-1 Inn Skjermet: offentleglova § 13`));
		assert.match(words({ page: { text: await c.see('journal') } }), /Skjermet: offentleglova § 13 Endret av .*Målene er ikke for alle/);
		const undo = () => c.does(`journal/${id}/angre`, { endring: '1' });
		assert.match((await undo()).headers.location, /angret=1$/);
		assert.match((await undo()).headers.location, /stod=1$/);
		assert.match(await said(), new RegExp(`Gjerde på 21 meter ${ref}-1 Inn: Kari Nordmann`));
		assert.deepEqual(sql(`SELECT e.event FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}' AND e.event LIKE 'desk.journal%' ORDER BY e.seq`).flat(),
		    ['desk.journal-screen', 'desk.journal-undo']);
		assert.equal(sql(`SELECT count(*) FROM access_log l JOIN case_file c ON c.id = l.case_id WHERE c.ref = '${ref}' AND l.what = 'journal'`)[0][0] > 0, true);
		const reader = await staff('ansatt-9998-4', ref);
		assert.notEqual((await reader.does(`journal/${id}`, { hva: 'skjermet', hjemmel: '§ 13', grunn: 'x' })).status, 303);
	});
});
