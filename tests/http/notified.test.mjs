/* The time to complain runs from when the party was told, and everybody is told when that is. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { base, sql, start, stop, until } from '../harness/stack.mjs';
import { applied, main } from './apply.mjs';
import { letters, staff } from './decide.mjs';

const reject = { utfall: 'reject', grunn: 'full', tekst: 'Alle plassene er fordelt.' };
const deadline = ref => sql(`SELECT d.due_at IS NULL, d.from_at IS NULL, coalesce(to_char(d.due_at AT TIME ZONE 'Europe/Oslo', 'YYYY-MM-DD'), '-') FROM deadline d
	JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.event = 'deadline.complaint'`)[0];
const printed = (ref, ago) => sql(`INSERT INTO letter_proof (tenant_id, document_id, what, channel, at) SELECT d.tenant_id, d.id, 'printed', 'hand', now() - interval '${ago}'
	FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.template = 'decision'`);
const day = iso => new Intl.DateTimeFormat('nb-NO', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(iso));

/* Decided for one whom nobody can send a notice to. */
async function decidedUntold(t) {
	const v = await applied(), c = await staff('ansatt-9998-1', v.ref);
	const who = sql(`SELECT p.id, coalesce(p.email, '') FROM person p JOIN case_file c ON c.person_id = p.id WHERE c.ref = '${v.ref}'`)[0];
	sql(`UPDATE person SET email = NULL WHERE id = '${who[0]}'`);
	t.after(() => sql(`UPDATE person SET email = '${who[1]}' WHERE id = '${who[0]}'`));
	await c.does('ta');
	assert.equal((await c.does('vedtak/send', reject)).status, 303);
	return { v, c };
}

describe('the time to complain', () => {
	test('does not run before the party is told of the decision; the pages say so, and one may complain', async t => {
		const { v, c } = await decidedUntold(t);
		await until('the letter is made', () => letters(v.ref).some(l => l[0] === 'decision'), 60000);
		assert.deepEqual(deadline(v.ref), ['t', 't', '-']);
		assert.match(main((await v.go(`${base}/mine-saker/${v.ref}`)).text), /Klagefristen starter når du er varslet om vedtaket/);
		assert.match(main((await v.go(`${base}/mine-saker/${v.ref}/klage`)).text), /Fristen starter når du er varslet om vedtaket\. Du kan klage nå\./);
		for (const page of ['', 'klage'])
			assert.match(main(await c.see(page)), /<dt>Klagefrist<\/dt><dd>Starter når søkeren er varslet om vedtaket/);
		await v.post(`${base}/mine-saker/${v.ref}/klage`, { csrf: v.csrf, klage: 'Feil.', endring: '', handling: 'send' });
		assert.match(main(v.page.text), /Klagen er sendt/);
		assert.doesNotMatch(main(await c.see('klage')), /etter fristen(?! for dem)/);
	});

	test('runs from when the letter came, and the pages say until when', async t => {
		const { v, c } = await decidedUntold(t);
		await until('the letter is made', () => letters(v.ref).some(l => l[0] === 'decision'), 60000);
		sql(`UPDATE document d SET available_at = now() - interval '20 days' FROM case_file c WHERE c.id = d.case_id AND c.ref = '${v.ref}' AND d.template = 'decision'`);
		printed(v.ref, '10 days');
		await until('the clock has counted', () => deadline(v.ref)[0] === 'f', 60000);
		const due = deadline(v.ref)[2], left = Math.round((Date.parse(due) - Date.now()) / 86400000);
		assert.ok(left >= 13 && left <= 20, `three weeks from a week ago, or the next working day: ${due}`);
		const said = new RegExp(day(due));
		assert.match(main((await v.go(`${base}/mine-saker/${v.ref}`)).text), said);
		assert.match(main((await v.go(`${base}/mine-saker/${v.ref}/klage`)).text), said);
		for (const page of ['', 'klage'])
			assert.match(main(await c.see(page)), new RegExp(`<dt>Klagefrist</dt><dd>${day(due)}`));
	});

	test('waits as long as nobody carries the letter, and starts when somebody does', async t => {
		stop('postman');
		try {
			const { v } = await decidedUntold(t);
			assert.deepEqual(deadline(v.ref), ['t', 't', '-']);
			start('postman');
			await until('the letter is made', () => letters(v.ref).some(l => l[0] === 'decision'), 60000);
			assert.deepEqual(deadline(v.ref), ['t', 't', '-']);
			printed(v.ref, '0 days');
			await until('the clock has counted', () => deadline(v.ref)[0] === 'f', 60000);
		} finally {
			start('postman');
		}
	});
});
