/* The public journal: what anybody may see of what comes in and goes out. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, neighbour, sql, until } from '../harness/stack.mjs';
import { applied, fence, main } from './apply.mjs';

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
		const v = await look(`?sok=${ref}+nordmann+17`);
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
		assert.match(words(await look(`?sok=${ref}`)), new RegExp(`${ref}-1 Inn `));
		assert.doesNotMatch(words(await look(`?sok=${ref}`)), /Nordmann/);
		assert.equal(rows(await look(`?sok=${ref}+nordmann`)), 0);
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
});
