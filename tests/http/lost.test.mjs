/* A caseworker is overtaken while they write: they are told why, and have their words. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { base, sql } from '../harness/stack.mjs';
import { applied, main } from './apply.mjs';
import { caseRow, events, staff } from './decide.mjs';

const reject = { utfall: 'reject', grunn: 'full', tekst: 'Alle plassene er fordelt <nå>.' };
const SUNNIVA = 'ansatt-9998-1', PETTER = 'ansatt-9998-2';
const idOf = subject => sql(`SELECT id FROM desk_user WHERE subject = '${subject}'`)[0][0];
const gone = text => new RegExp(`<textarea[^>]*readonly[^>]*>\\s*${text}`);

async function written(person = 'kari') {
	const v = await applied(person), c = await staff(SUNNIVA, v.ref);
	await c.does('ta');
	return { v, c };
}

describe('what was written when', () => {
	test('a leader gave the case to another is on the page, and nothing is sent', async () => {
		const { v, c } = await written();
		sql(`UPDATE case_file SET assigned_to = '${idOf(PETTER)}' WHERE ref = '${v.ref}'`);
		for (const button of ['lagre', 'send', 'forhandsvisning']) {
			const late = await c.does(`vedtak/${button}`, { ...reject, utgave: 0 });
			assert.equal(late.status, 403, button);
			assert.match(main(late.text), /Du har ikke saken nå\. Den er hos Petter Lie/, button);
			assert.match(main(late.text), /Alle plassene er fordelt &lt;nå&gt;\./, button);
		}
		sql(`UPDATE case_file SET assigned_to = NULL WHERE ref = '${v.ref}'`);
		assert.match(main((await c.does('vedtak/lagre', { ...reject, utgave: 0 })).text), /lagt tilbake til fordeling/);
		assert.deepEqual(events(v.ref), ['submit', 'assign']);
		assert.equal(sql(`SELECT count(*) FROM proposal p JOIN case_file c ON c.id = p.case_id WHERE c.ref = '${v.ref}'`)[0][0], '0');
	});

	test('the party withdrew is given back, from every form', async () => {
		const { v, c } = await written();
		await v.go(`${base}/mine-saker/${v.ref}/trekk`);
		await v.post(`${base}/mine-saker/${v.ref}/trekk`, { csrf: v.csrf });
		assert.equal(caseRow(v.ref, 'state')[0], 'withdrawn');
		const decided = await c.does('vedtak/send', reject);
		assert.equal(decided.status, 409);
		assert.match(main(decided.text), gone('Alle plassene er fordelt &lt;nå&gt;\\.'));
		const upheld = await c.does('klage/opprettholde', { vurdering: 'Søknaden kom for sent.' });
		assert.equal(upheld.status, 409);
		assert.match(main(upheld.text), gone('Søknaden kom for sent\\.'));
		const asked = await c.does('mangler/send', { melding: 'Vi trenger lønnsslippen.', tekst: 'Send den.', dager: '14' });
		assert.equal(asked.status, 409);
		assert.match(main(asked.text), gone('Vi trenger lønnsslippen\\.|Send den\\.'));
	});

	test('they became disqualified is given back, with why', async () => {
		const { v, c } = await written();
		await c.does('inhabil', { grunn: 'Søkeren er naboen min' });
		const late = await c.does('vedtak/send', reject);
		assert.equal(late.status, 403);
		assert.match(main(late.text), /Du kan ikke behandle sak[\s\S]*selv meldt/);
		assert.match(main(late.text), gone('Alle plassene'));
		assert.match(main((await c.does('notater', { tekst: 'Et notat til.' })).text), gone('Et notat til\\.'));
		assert.equal(caseRow(v.ref, 'state')[0], 'review');
	});

	test('the case is no more, or is not theirs to see, is given back and tells nothing', async () => {
		const { c } = await written();
		const away = await c.ask('POST', `${base}/saksbehandling/sak/BHG-2026-999999/notater`, { body: { csrf: c.csrf, tekst: 'Husk å ringe.' } });
		assert.equal(away.status, 404);
		assert.match(main(away.text), gone('Husk å ringe\\.'));
	});

	test('their right was taken away: a reader decides nothing, and has their words', async () => {
		const { v, c } = await written('ola');
		sql(`UPDATE desk_right SET role = 'reader' WHERE desk_user_id = '${idOf(SUNNIVA)}' AND service = 'barnehageplass' AND role = 'caseworker'`);
		try {
			for (const button of ['lagre', 'send', 'forhandsvisning']) {
				const late = await c.does(`vedtak/${button}`, reject);
				assert.ok(late.status === 403 || late.status === 404, button);
				assert.match(main(late.text), gone('Alle plassene'), button);
			}
		} finally {
			sql(`UPDATE desk_right SET role = 'caseworker' WHERE desk_user_id = '${idOf(SUNNIVA)}' AND service = 'barnehageplass' AND role = 'reader'`);
		}
		assert.deepEqual(events(v.ref), ['submit', 'assign']);
	});
});
