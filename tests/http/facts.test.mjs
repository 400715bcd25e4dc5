/* The checklist, limits from a table, permission deemed granted, and the fee: the service «gjerde» of tests/fixtures. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, skranke, sql, start, stop, until } from '../harness/stack.mjs';
import { main, press } from './apply.mjs';
import { caseRow, events, letterText, staff } from './decide.mjs';
import { permit } from './permit.mjs';

const words = html => main(html).replace(/<[^>]*>/g, ' ').replace(/&nbsp;|\u00a0/g, ' ').replace(/\s+/g, ' ');
const clock = ref => sql(`SELECT k.overrun, to_char(k.due_at AT TIME ZONE 'Europe/Oslo', 'YYYY-MM-DD'), k.overruns, k.stopped_at IS NOT NULL
	FROM case_clock k JOIN case_file c ON c.id = k.case_id WHERE c.ref = '${ref}'`)[0];
const fees = ref => sql(`SELECT f.kind, f.line, f.amount, f.due_on IS NOT NULL FROM case_fee f JOIN case_file c ON c.id = f.case_id WHERE c.ref = '${ref}' ORDER BY f.n`);
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const iso = n => new Date(Date.now() + n * 86400000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' });

before(() => {
	sql(`INSERT INTO desk_right (tenant_id, desk_user_id, service, role)
		SELECT tenant_id, desk_user_id, 'gjerde', role FROM desk_right WHERE service = 'redusert-foreldrebetaling' ON CONFLICT DO NOTHING`);
});

/* An application; ends on the receipt. */
async function applied(values = { lengde: '10', hoyde: '1,5' }) {
	const v = new Visitor(base);
	await v.login('kari', '/tjenester/gjerde');
	await v.post(`${base}/soknad/gjerde`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	await press(v, values);
	v.summary = words(v.page.text);
	await v.post(`${v.draft}/send`, { csrf: v.csrf });
	v.ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)?.[1];
	return v;
}

const all = { 'punkt.tegning': 'ok', 'punkt.nabo': 'ok', 'punkt.farge': 'none' };

/* The checklist as the page has it, with this changed. */
async function check(c, values, more = {}) {
	await c.see('sjekkliste');
	const kept = Object.fromEntries(Object.entries(c.fields('/sjekkliste')).filter(([k]) => !(k in values)));
	return c.does('sjekkliste', { ...kept, ...values, ...more });
}

/* Taken, and complete from a day. */
async function complete(ref, on = day(0), more = {}) {
	const c = await staff('ansatt-9998-1', ref);
	await c.does('ta');
	await check(c, { ...all, ...more });
	assert.equal((await c.does('komplett', { dag: on })).status, 303);
	return c;
}

describe('the checklist', () => {
	test('asks what concerns the application, keeps what is said with who said it, and starts the limit when all is there', async () => {
		const v = await applied(), c = await staff('ansatt-9998-1', v.ref);
		assert.match(words(await c.see('sjekkliste')), /Ta saken for å fylle ut sjekklisten/);
		assert.equal((await c.does('sjekkliste', { 'punkt.tegning': 'ok' })).status, 403);
		await c.does('ta');
		assert.match(words(await c.see('sjekkliste')), /Gjerdet er høyere enn to meter Nei \(følger av søknaden\)/);
		assert.doesNotMatch(c.page.text, /punkt\.grunn/);
		assert.equal((await check(c, { 'punkt.tegning': 'ok', 'notat-punkt.tegning': 'Lest <nøye>', 'fakta.vernet': 'no' })).status, 303);
		assert.match(words(await c.see('sjekkliste')), /Lest &lt;nøye&gt;|Lest <nøye>/);
		assert.match(words(c.page.text), /2 står ubesvart.*Sunniva Berg/);
		assert.equal((await c.does('komplett', { dag: day(0) })).status, 409);
		assert.equal((await check(c, all)).status, 303);
		assert.equal((await c.does('komplett', { dag: day(1) })).status, 422);
		assert.equal((await c.does('komplett', { dag: day(0) })).status, 303);
		assert.deepEqual(clock(v.ref), ['granted', iso(21), '0', 'f']);
		assert.match(words(await c.see()), /gjerdeloven § 7/);
		assert.deepEqual(events(v.ref).slice(0, 5), ['submit', 'assign', 'desk.check', 'desk.check', 'complete']);
	});

	test('that somebody else has changed is told, nothing is lost, and the next save counts', async () => {
		const v = await applied(), c = await staff('ansatt-9998-1', v.ref);
		await c.does('ta');
		await c.see('sjekkliste');
		const old = c.fields('/sjekkliste');
		await check(c, { 'punkt.tegning': 'ok' });
		const stale = await c.does('sjekkliste', { ...old, 'punkt.tegning': 'missing', 'notat-punkt.tegning': 'Uleselig' });
		assert.equal(stale.status, 409);
		assert.match(words(stale.text), /Noen andre har endret sjekklisten.*Nå står: i orden/);
		assert.match(stale.text, /Uleselig/);
		assert.equal(sql(`SELECT said FROM case_check k JOIN case_file c ON c.id = k.case_id WHERE c.ref = '${v.ref}'`)[0][0], 'ok');
		const long = await check(c, { 'punkt.tegning': 'missing', 'notat-punkt.tegning': 'x'.repeat(2001) });
		assert.equal(long.status, 422);
		assert.match(words(long.text), /Notatet er for langt/);
		const token = await c.does('sjekkliste', { csrf: 'feil', 'punkt.tegning': 'missing' });
		assert.equal(token.status, 403);
	});

	test('fills in what is asked for: what is missing, why, and the question', async () => {
		const v = await applied(), c = await staff('ansatt-9998-1', v.ref);
		await c.does('ta');
		const answer = await check(c, { ...all, 'punkt.tegning': 'missing', 'punkt.nabo': 'missing' }, { videre: 'mangler' });
		assert.match(answer.headers.get?.('location') ?? answer.headers.location, /\/mangler$/);
		await c.see('mangler');
		const f = c.fields('/forhandsvisning');
		assert.equal(f.felt, 'tegning');
		assert.equal(f['grunn.tegning'], 'mangler');
		assert.equal(f['hva.annet.1'], 'Samtykke fra naboen');
		assert.equal(f['grunn.annet.1'], 'mangler');
	});
});

describe('a limit from a table', () => {
	test('is another when a fact turns out otherwise, and can be moved to a day that was agreed on', async () => {
		const v = await applied(), c = await complete(v.ref);
		assert.equal((await c.does('frist', { dag: day(10), tekst: 'Avtalt' })).status, 422);
		assert.equal((await c.does('frist', { dag: day(30) })).status, 422);
		assert.equal((await c.does('frist', { dag: day(30), tekst: 'Avtalt på telefon i dag' })).status, 303);
		assert.deepEqual(clock(v.ref), ['granted', iso(30), '0', 'f']);
		assert.equal((await check(c, { 'fakta.vernet': 'yes' })).status, 303);
		assert.deepEqual(clock(v.ref), ['fee', iso(84), '0', 'f']);
		assert.equal(events(v.ref).filter(e => e === 'facts').length, 1);
		assert.deepEqual(sql(`SELECT d.event FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}' AND d.fired_at IS NULL AND d.cancelled_at IS NULL`), [['deadline.overrun']]);
	});

	test('that is passed gives permission: once, with a letter; nobody decides otherwise before the clock comes to it', async () => {
		const v = await applied(), c = await complete(v.ref);
		stop('clock');
		try {
			sql(`UPDATE deadline d SET due_at = now() - interval '1 minute' FROM case_file c WHERE c.id = d.case_id AND c.ref = '${v.ref}' AND d.event = 'deadline.granted'`);
			await c.see('vedtak');
			const late = await c.does('vedtak/send', { utfall: 'reject', grunn: 'for-hoyt', tekst: 'Nei.' });
			assert.equal(late.status, 409);
			assert.match(words(late.text), /Tillatelsen regnes som gitt.*Ingenting er sendt eller lagret/);
			assert.match(main(late.text), /<textarea[^>]*>\s*Nei\.<\/textarea>/);
			assert.match(main(late.text), /value="reject"[^>]*checked/);
			assert.doesNotMatch(main(late.text), /Se brevet/);
			assert.equal((await c.does('vedtak/lagre', { utfall: 'reject', tekst: 'Nei.' })).status, 409);
			assert.equal(caseRow(v.ref, 'state')[0], 'review');
		} finally {
			start('clock');
		}
		await until('it is granted', () => caseRow(v.ref, 'state')[0] === 'granted');
		await until('the letter is there', () => letterText(v.ref, 'granted'));
		assert.match(letterText(v.ref, 'granted'), /etter\s+gjerdeloven § 7\s+har du fått lov/);
		const after = await c.does('vedtak/forhandsvisning', { utfall: 'reject', grunn: 'for-hoyt', tekst: 'Fortsatt nei.' });
		assert.equal(after.status, 409);
		assert.match(words(after.text), /Tillatelsen regnes som gitt.*Fortsatt nei\./);
		assert.equal((await c.does('vedtak/send', { utfall: 'reject', grunn: 'for-hoyt', tekst: 'Nei.' })).status, 409);
		assert.doesNotMatch(words(await c.see()), /Skriv vedtak/);
		assert.equal(events(v.ref).filter(e => e === 'deadline.granted').length, 1);
		assert.deepEqual(fees(v.ref), [['line', 'grunn', '200000', 't']]);
	});

	test('that is passed takes a quarter of the fee for each week begun, however the clock was away', async () => {
		const v = await applied({ lengde: '25', hoyde: '2,5', grunn: 'Hund' });
		assert.match(v.summary, /Gebyr.*Behandling av søknad om gjerde gebyrregulativet § 1 2 000 kr.*Tillegg for langt gjerde gebyrregulativet § 2 100 kr.*Til sammen 2 100 kr/);
		sql(`UPDATE case_file SET received_at = received_at - interval '100 days' WHERE ref = '${v.ref}'`);
		const c = await complete(v.ref, day(-94), { 'punkt.grunn': 'ok' });	/* due ten days ago: two weeks have begun */
		await until('the week is counted', () => clock(v.ref)[2] === '2');
		assert.equal(events(v.ref).filter(e => e === 'deadline.overrun').length, 1);
		assert.match(words(await c.see('gebyr')), /Fradrag fordi vi brukte for lang tid.*Til sammen 1 050 kr/);
		await c.see('vedtak');
		assert.equal((await c.does('vedtak/send', { utfall: 'grant', grunn: 'greit', tekst: 'Ja.' })).status, 303);
		assert.deepEqual(fees(v.ref), [['line', 'grunn', '200000', 't'], ['line', 'langt', '10000', 't'], ['overrun', 'overrun', '-105000', 't']]);
		await until('the letter is there', () => letterText(v.ref, 'decision'));
		assert.match(letterText(v.ref, 'decision').replace(/\u00a0/g, ' '), /Til sammen 1 050 kr *\. .*50 prosent lavere/);
	});
});

describe('a fee', () => {
	test('is corrected by who has the case, with a reason and a law, and never twice by a double click', async () => {
		const v = await applied(), c = await complete(v.ref);
		await c.see('gebyr');
		const { revisjon } = c.fields('/gebyr');
		assert.equal((await c.does('gebyr', { revisjon, belop: 'mye', tekst: '', hjemmel: '' })).status, 422);
		const right = { revisjon, belop: '-500', tekst: 'Feil regnet ut', hjemmel: 'gebyrregulativet § 9' };
		assert.equal((await c.does('gebyr', right)).status, 303);
		assert.equal((await c.does('gebyr', right)).status, 409);
		assert.deepEqual(fees(v.ref), [['line', 'grunn', '200000', 'f'], ['correction', 'correction', '-50000', 'f']]);
		const other = await staff('ansatt-9998-2', v.ref);
		assert.equal((await other.does('gebyr', { ...right, revisjon: '2' })).status, 403);
		assert.match(words(await c.see('historikk')), /Gebyret ble rettet/);
		assert.match(words((await v.go(`${base}/mine-saker/${v.ref}`)).text), /Gebyr.*Behandling av søknad om gjerde.*2 000 kr.*Feil regnet ut gebyrregulativet § 9 .500 kr.*Til sammen 1 500 kr.*Du får faktura/);
	});

	test('is exported when it is to be paid: a file a day, each line once, for its owner alone', async () => {
		const v = await applied(), c = await complete(v.ref), dir = mkdtempSync(join(tmpdir(), 'gebyr-'));
		const on = sql("SELECT (date '2020-01-01' + count(*)::int)::text FROM fee_export")[0][0];
		await c.see('vedtak');
		assert.equal((await c.does('vedtak/send', { utfall: 'grant', grunn: 'greit', tekst: 'Ja.' })).status, 303);
		assert.equal(skranke('fee', 'export', dir).status, 0);
		sql(`ALTER TABLE case_fee DISABLE TRIGGER case_fee_keep;
			UPDATE case_fee f SET due_on = '${on}' FROM case_file c WHERE c.id = f.case_id AND c.ref = '${v.ref}';
			ALTER TABLE case_fee ENABLE TRIGGER case_fee_keep`);
		assert.match(skranke('fee', 'export', dir).said, new RegExp(`9998-${on}\\.csv: 1 lines`));
		const file = join(dir, `9998-${on}.csv`), text = readFileSync(file, 'utf8');
		assert.equal(statSync(file).mode & 0o777, 0o600);
		assert.match(text, new RegExp(`^tenant;case;n;kind;[^\\r]*\\r\\n"9998";"${v.ref}";"1";"line";"grunn";"Behandling av søknad om gjerde";"gebyrregulativet § 1";2000,00;"${on}";"[^"]+";"\\d{11}"\\r\\n$`));
		assert.match(skranke('fee', 'export', dir).said, /no day that is over/);
		assert.match(skranke('fee', 'export', dir, '9998', on).said, /1 lines/);
		assert.equal(readFileSync(file, 'utf8'), text);
		assert.equal(skranke('fee', 'export', dir, '9998', 'i går').status, 1);
		assert.equal(skranke('fee', 'export', '/finnes/ikke', '9998', on).status, 2);
	});

	test('that is not set is no line of nothing: not on a page, not at the desk, not in a file', async () => {
		const v = await applied(), none = permit(), dir = mkdtempSync(join(tmpdir(), 'gebyr-')), on = `2019-${new Date().toISOString().slice(5, 10)}`;
		sql(`ALTER TABLE case_fee DISABLE TRIGGER USER;
			INSERT INTO case_fee (tenant_id, case_id, n, kind, line, text, law, amount, due_on)
			    SELECT tenant_id, id, 1, 'line', 'garasje', 'Frittstående bygning', 'pbl § 33-1', 0, '${on}' FROM case_file WHERE ref = '${none}';
			INSERT INTO case_fee (tenant_id, case_id, n, kind, line, text, law, amount)
			    SELECT tenant_id, id, 2, 'line', 'langt', 'Tillegg', '§ 2', 0 FROM case_file WHERE ref = '${v.ref}';
			ALTER TABLE case_fee ENABLE TRIGGER USER`);
		for (const path of ['', '/kvittering'])
			assert.doesNotMatch(words((await v.go(`${base}/mine-saker/${none}${path}`)).text), /Gebyr|0 kr|faktura/);
		const b = await staff('ansatt-9998-6', none);
		assert.match(words(await b.see('gebyr')), /Saken har ikke noe gebyr/);
		assert.doesNotMatch(skranke('fee', 'export', dir).said, new RegExp(on));

		const c = await staff('ansatt-9998-1', v.ref);
		await c.does('ta');
		assert.doesNotMatch(words(await c.see('gebyr')), /Tillegg| 0 kr/);
		const { revisjon } = c.fields('/gebyr');
		assert.equal((await c.does('gebyr', { revisjon, belop: '-500', tekst: 'Feil', hjemmel: '§ 9' })).status, 303);
		assert.match(words(await c.see('gebyr')), /2 000 kr.*Feil § 9 .500 kr \d.*Til sammen 1 500 kr/);
	});
});
