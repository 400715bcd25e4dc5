/* Decisions that are kept, proposed, read by somebody else, corrected, annulled, and complained of. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { base, skranke, sql, start, stop, until } from '../harness/stack.mjs';
import { applied, main, places, year } from './apply.mjs';
import { appliedPrice, caseRow, events, letterText, letters, staff } from './decide.mjs';

const reject = { utfall: 'reject', grunn: 'full', tekst: 'Alle plassene er fordelt.' };
const grant = () => ({ utfall: 'grant', plass: places()[0], oppstart: `16.08.${year}`, grunn: 'rett', vilkar: ['svar', 'vedtekter'] });
const lower = { utfall: 'grant', oppstart: `01.06.${year}`, grunn: 'seks-prosent', vilkar: 'melde-fra' };

/* Taken by the first caseworker. */
async function taken(v, who = 'ansatt-9998-1') {
	const c = await staff(who, v.ref);
	await c.does('ta');
	return c;
}

async function decided(v, decision = reject) {
	const c = await taken(v);
	assert.equal((await c.does('vedtak/send', decision)).status, 303);
	return c;
}

const stands = ref => caseRow(ref, 'coalesce(decided_at::text, $$$$)')[0];

describe('a decision', () => {
	test('has the conditions that were ticked, in the preview and in the letter', async () => {
		const v = await applied(), c = await taken(v);
		const preview = main((await c.does('vedtak/forhandsvisning', grant())).text);
		assert.match(preview, /Vilkår/);
		assert.match(preview, /si ja til plassen innen fristen.*kommunens vedtekter for barnehagene/);
		assert.equal((await c.does('vedtak/send', grant())).status, 303);
		await until('the letter is made', () => letterText(v.ref, 'decision'), 60000);
		assert.match(letterText(v.ref, 'decision'), /si ja til plassen innen fristen/);
		assert.match(letterText(v.ref, 'decision'), /oppsigelse/);
	});

	test('is kept half written, and comes back as it was', async () => {
		const v = await applied(), c = await taken(v);
		const kept = await c.does('vedtak/lagre', { utfall: '', tekst: 'Begynt & ikke <ferdig>', oppstart: 'i morgen', utgave: 0 });
		assert.equal(kept.status, 303);
		assert.match(main(await c.see()), /Utkast til vedtak/);
		const page = await c.see('vedtak');
		assert.match(page, /Begynt &amp; ikke &lt;ferdig&gt;/);
		assert.match(page, /value="i morgen"/);
		assert.equal(c.fields('forhandsvisning').utgave, '1');
		assert.equal(caseRow(v.ref, 'state')[0], 'review');
	});

	test('written on in two tabs: the second save is refused, and both are shown', async () => {
		const v = await applied(), c = await taken(v);
		await c.does('vedtak/lagre', { ...reject, tekst: 'Det første.', utgave: 0 });
		for (const button of ['lagre', 'send']) {
			const late = await c.does(`vedtak/${button}`, { ...grant(), tekst: 'Det andre.', utgave: 0 });
			assert.equal(late.status, 409);
			assert.match(main(late.text), /Noen andre har skrevet på vedtaket i mellomtiden/);
			assert.match(main(late.text), /<dd class="sk-typed">Det første\.<\/dd>/);
			assert.match(main(late.text), /<textarea[^>]*>\n?Det andre\.<\/textarea>/);
			assert.match(late.text, /name="utgave" value="1"/);
		}
		assert.equal(caseRow(v.ref, 'state')[0], 'review');
		assert.equal((await c.does('vedtak/lagre', { ...grant(), tekst: 'Det andre.', utgave: 1 })).status, 303);
		assert.match(await c.see('vedtak'), /Det andre\./);
	});

	test('says who decides complaints where the municipality names another than the service', async () => {
		const v = await applied(), c = await taken(v);
		assert.match(main((await c.does('vedtak/forhandsvisning', reject)).text), /sender vi klagen videre til klagenemnda i kommunen, som/);
		sql(`UPDATE tenant SET settings = settings || '{"barnehageplass.complaint-body": "Statsforvalteren i Fjord"}' WHERE id = '9998'`);
		stop('desk');		/* settings are held for a minute */
		start('desk');
		try {
			assert.match(main((await c.does('vedtak/forhandsvisning', reject)).text), /sender vi klagen videre til Statsforvalteren i Fjord, som/);
			assert.equal((await c.does('vedtak/send', reject)).status, 303);
			await until('the letter is made', () => letterText(v.ref, 'decision'), 60000);
			assert.match(letterText(v.ref, 'decision'), /videre til Statsforvalteren i Fjord, som/);
		} finally {
			sql(`UPDATE tenant SET settings = settings - 'barnehageplass.complaint-body' WHERE id = '9998'`);
			stop('desk');
			start('desk');
		}
	});

	test('is not made by a release that names nobody to decide complaints: the form says so, and nothing is sent', async () => {
		const v = await applied(), c = await taken(v);
		sql(`INSERT INTO template_release (id, service, version, sha256, bundle)
			SELECT '09200000-0000-7000-8000-000000000001', r.service, 920, 'nameless', replace(r.bundle, 'klagenemnda i kommunen', '')
			FROM template_release r WHERE r.service = 'barnehageplass' AND r.in_force ON CONFLICT DO NOTHING;
			UPDATE case_file SET release_id = '09200000-0000-7000-8000-000000000001' WHERE ref = '${v.ref}'`);
		for (const button of ['forhandsvisning', 'send']) {
			const refused = await c.does(`vedtak/${button}`, reject);
			assert.equal(refused.status, 422);
			assert.match(main(refused.text), /Brevet ville ikke si det loven krever om klage/);
			assert.match(main(refused.text), /Alle plassene er fordelt\./);
		}
		assert.deepEqual(events(v.ref), ['submit', 'assign']);
	});
});

describe('four eyes', () => {
	test('one proposes, another reads the very letter and approves; the letter names both', async () => {
		const v = await appliedPrice(), one = await taken(v);
		const preview = await one.does('vedtak/forhandsvisning', { ...lower, utgave: 0 });
		assert.match(main(preview.text), /En annen må lese og godkjenne/);
		assert.match(main(preview.text), /action="[^"]*\/vedtak\/foresla"/);
		assert.equal((await one.does('vedtak/send', lower)).status, 403);		/* the flow, and PostgreSQL */
		assert.equal((await one.does('vedtak/foresla', { ...lower, utgave: 0 })).status, 303);
		assert.deepEqual(caseRow(v.ref, 'state, proposed_at IS NOT NULL'), ['review', 't']);
		assert.match(main(await one.see()), /Til godkjenning[\s\S]*Innvilget[\s\S]*foreslått av Sunniva Berg/);

		const row = async () => new RegExp(`value="${v.ref}"[\\s\\S]*?</tr>`).exec(main((await one.go(`${base}/saksbehandling?liste=alle&sorter=-mottatt`)).text))[0];
		assert.match(await row(), /Til godkjenning/, 'the list says so too');

		assert.equal((await one.does('godkjenning/send', { utgave: 2 })).status, 403);
		assert.match(main(await one.see('godkjenning')), /Du foreslo dette selv/);
		const two = await staff('ansatt-9998-2', v.ref);
		assert.match(main((await two.go(`${base}/saksbehandling/til-godkjenning`)).text), new RegExp(`${v.ref}[\\s\\S]*Sunniva Berg`));
		const read = main(await two.see('godkjenning'));
		assert.match(read, /si fra til oss hvis inntekten/);
		assert.match(read, /lest og godkjent av Petter Lie/);
		assert.equal((await two.does('godkjenning/send', { utgave: 1 })).status, 409);		/* an older page */
		assert.equal((await two.does('godkjenning/send', { utgave: two.fields('godkjenning/send').utgave })).status, 303);
		assert.deepEqual(caseRow(v.ref, 'state, outcome, proposed_at IS NULL'), ['decided', 'grant', 't']);
		assert.deepEqual(events(v.ref), ['submit', 'assign', 'propose', 'grant']);
		await one.go(`${base}/saksbehandling?liste=alle&status=alle&sorter=-mottatt`);
		assert.doesNotMatch(new RegExp(`value="${v.ref}"[\\s\\S]*?</tr>`).exec(main(one.page.text))[0], /Til godkjenning/);
		assert.equal((await two.does('godkjenning/send', { utgave: 2 })).status, 409);
		await until('the letter is made', () => letterText(v.ref, 'decision'), 60000);
		assert.match(letterText(v.ref, 'decision'), /lest og godkjent av Petter Lie/);
		assert.match(letterText(v.ref, 'decision'), /Sunniva Berg/);
	});

	test('sent back with why, corrected, and proposed once more; without why it stays', async () => {
		const v = await appliedPrice(), one = await taken(v), two = await staff('ansatt-9998-3', v.ref);
		await one.does('vedtak/foresla', { ...lower, utgave: 0 });
		const none = await two.does('godkjenning/returner', { utgave: 2, kommentar: ' ' });
		assert.equal(none.status, 422);
		assert.match(main(none.text), /Skriv hva saksbehandleren skal gjøre/);
		assert.equal((await one.does('godkjenning/returner', { utgave: 2, kommentar: 'Nei' })).status, 403);
		assert.equal((await two.does('godkjenning/returner', { utgave: 2, kommentar: 'Se på inntekten.' })).status, 303);
		assert.match(main(await one.see()), /Sendt tilbake[\s\S]*Randi Holm[\s\S]*Se på inntekten\./);
		assert.match(main(await one.see('vedtak')), /Forslaget kom tilbake fra Randi Holm: .*Se på inntekten\./);
		assert.equal((await two.does('godkjenning/send', { utgave: 3 })).status, 409);
		assert.equal((await one.does('vedtak/foresla', { ...lower, utgave: 3 })).status, 303);
		assert.deepEqual(events(v.ref), ['submit', 'assign', 'propose', 'return', 'propose']);
	});

	test('while it waits nobody writes on it, and who sent it may take it back', async () => {
		const v = await appliedPrice(), one = await taken(v);
		await one.does('vedtak/foresla', { ...lower, utgave: 0 });
		for (const button of ['lagre', 'foresla']) {
			const late = await one.does(`vedtak/${button}`, { ...lower, tekst: 'Mer.', utgave: 2 });
			assert.equal(late.status, 409);
			assert.match(main(late.text), /sendt til godkjenning i mellomtiden/);
			assert.match(main(late.text), /Mer\./);
		}
		assert.equal((await one.does('godkjenning/trekk', { utgave: 2 })).status, 303);
		assert.equal((await one.does('vedtak/lagre', { ...lower, tekst: 'Mer.', utgave: 3 })).status, 303);
	});

	test('a session that runs out while a comment is written loses none of it', async () => {
		const v = await appliedPrice(), one = await taken(v), two = await staff('ansatt-9998-2', v.ref);
		await one.does('vedtak/foresla', { ...lower, utgave: 0 });
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE client = 'staff' AND ended_at IS NULL`);
		const over = await two.does('godkjenning/returner', { utgave: 2, kommentar: 'Husk søsken.' });
		assert.equal(over.status, 401);
		assert.match(main(over.text), /name="kommentar" value="Husk søsken\."/);
		await two.go(`/saksbehandling/logginn?til=${encodeURIComponent(`/saksbehandling/sak/${v.ref}/godkjenning`)}`);
		assert.match(main((await two.ask('POST', `${two.at}/godkjenning`, { body: { kommentar: 'Husk søsken.' } })).text), /Husk søsken\.<\/textarea>/);
	});
});

describe('a decision that was made', () => {
	test('is corrected by a new one, with a new time to complain; the old letter stays', async () => {
		const v = await applied(), c = await decided(v);
		const second = await c.does('vedtak/send', reject);
		assert.equal(second.status, 409);		/* a second click corrects nothing */
		assert.match(main(await c.see('vedtak')), /Rett, endre eller opphev vedtaket/);
		const fields = { ...grant(), gjelder: stands(v.ref) };
		assert.match(main((await c.does('vedtak/forhandsvisning', fields)).text), /kommer i stedet for vedtaket fra/);
		assert.equal((await c.does('vedtak/send', fields)).status, 303);
		assert.equal((await c.does('vedtak/send', fields)).status, 409);
		assert.deepEqual(events(v.ref), ['submit', 'assign', 'reject', 'correct']);
		assert.deepEqual(caseRow(v.ref, 'state, outcome'), ['decided', 'grant']);
		await until('both letters are there', () => letters(v.ref).filter(l => l[0] === 'decision').length === 2, 60000);
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.match(main(v.page.text), /Kommunen rettet vedtaket/);
		assert.equal(sql(`SELECT count(*) FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}' AND d.event = 'deadline.complaint' AND d.cancelled_at IS NULL`)[0][0], '1');
	});

	test('is annulled: the application is treated once more, and waits in the lists again', async () => {
		const v = await applied(), c = await decided(v);
		assert.equal((await c.does('vedtak/send', { utfall: 'annul', gjelder: stands(v.ref) })).status, 422);
		assert.equal((await c.does('vedtak/send', { utfall: 'annul', grunn: 'feil-regel', gjelder: stands(v.ref) })).status, 303);
		assert.deepEqual(caseRow(v.ref, 'state, outcome, decided_at IS NULL, due_at IS NOT NULL'), ['review', 'annul', 't', 't']);
		await until('the letter is made', () => letterText(v.ref, 'annulment'), 60000);
		assert.match(letterText(v.ref, 'annulment'), /Vi opphever vedtaket fra .* Du kan klage/);
		assert.equal(letters(v.ref).filter(l => l[0] === 'receipt').length, 1);
		assert.equal((await c.does('vedtak/send', grant())).status, 303);
		assert.deepEqual(caseRow(v.ref, 'state, outcome'), ['decided', 'grant']);
	});
});

describe('a complaint', () => {
	const words = { klage: 'Vi bor her, og <alle> plasser var ledige.', endring: 'Plass fra august.' };
	const complain = (v, more = {}) => v.post(`${base}/mine-saker/${v.ref}/klage`, { csrf: v.csrf, ...words, handling: 'send', ...more });

	test('is written, kept, sent once, prepared and sent to the body with a copy; its result is registered', async () => {
		const v = await applied(), c = await decided(v);
		assert.equal((await v.go(`${base}/mine-saker/${v.ref}`)).status, 200);
		assert.match(main(v.page.text), /Klag på vedtaket/);
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		assert.match(main(v.page.text), /(Fristen er|Fristen starter når du er varslet) .*klagenemnda i kommunen/s);
		await complain(v, { klage: '' });
		assert.equal(v.page.status, 422);
		assert.match(main(v.page.text), /Skriv hva du klager på/);
		assert.match(main(v.page.text), /Plass fra august\./);
		await complain(v, { handling: 'lagre' });
		assert.match(main(v.page.text), /Klagen er lagret, men ikke sendt/);
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		assert.match(main(v.page.text), /&lt;alle&gt; plasser/);
		const csrf = v.csrf;
		await complain(v);
		assert.match(main(v.page.text), /Klagen er sendt/);
		assert.match(main(v.page.text), /Klagen er hos oss/);
		assert.equal((await v.ask('POST', `${base}/mine-saker/${v.ref}/klage`, { body: { csrf, ...words } })).status, 409);
		assert.equal(sql(`SELECT count(*) FROM complaint_draft b JOIN case_file c ON c.id = b.case_id WHERE c.ref = '${v.ref}'`)[0][0], '0');
		assert.deepEqual(caseRow(v.ref, 'state, ball, due_at IS NOT NULL'), ['complaint', 'municipality', 't']);

		assert.match(main(await c.see('klage')), /&lt;alle&gt; plasser var ledige[\s\S]*Plass fra august/);
		const empty = await c.does('klage/forhandsvisning', { vurdering: '' });
		assert.equal(empty.status, 422);
		const vurdering = 'Søknaden kom for sent.';
		const preview = main((await c.does('klage/forhandsvisning', { vurdering })).text);
		assert.match(preview, /Til klageinstansen[\s\S]*>klagenemnda i kommunen<[\s\S]*Søknaden kom for sent[\s\S]*Til søkeren[\s\S]*Søknaden kom for sent/);
		assert.equal((await c.does('klage/opprettholde', { vurdering })).status, 303);
		assert.equal((await c.does('klage/opprettholde', { vurdering })).status, 409);
		assert.deepEqual(caseRow(v.ref, 'state, ball, due_at IS NULL'), ['appeal', 'other', 't']);
		await until('both letters are made', () => letterText(v.ref, 'complaint-sent') && letterText(v.ref, 'complaint-body'), 60000);
		assert.match(letterText(v.ref, 'complaint-body'), /klagenemnda i kommunen.*Vi bor her.*Søknaden kom for sent\..*Emma Nordmann/);
		assert.match(letterText(v.ref, 'complaint-body'), /Til klagenemnda i kommunen Dato .*Den som klager Kari Nordmann/);
		assert.match(letterText(v.ref, 'complaint-sent'), /Til Kari Nordmann Dato/);
		const [body] = letters(v.ref).filter(l => l[1] === 'complaint-body');
		assert.equal((await v.go(`${base}/postkasse/${body[2]}`)).status, 404);		/* it is the body's; the party has a copy */
		await until('somebody is told to bring it', () => sql(`SELECT error FROM outbox o JOIN document d ON d.outbox_id = o.id WHERE d.id = '${body[2]}' AND o.parked_at IS NOT NULL`).length === 1, 60000);

		const wrong = await c.does('klage/resultat', { resultat: 'change', avgjort: `01.01.${year + 1}` });
		assert.equal(wrong.status, 422);
		assert.match(main(wrong.text), /Velg hva vedtaket er endret til[\s\S]*Den kan ikke være etter i dag/);
		const today = new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
		assert.equal((await c.does('klage/resultat', { resultat: 'change', utfall: 'grant', plass: places()[0], oppstart: `16.08.${year}`, avgjort: today, begrunnelse: 'Klageren har rett.' })).status, 303);
		assert.deepEqual(caseRow(v.ref, 'state, outcome, closed_at IS NOT NULL'), ['closed', 'grant', 't']);
		await until('the letter is made', () => letterText(v.ref, 'appeal-result'), 60000);
		assert.match(letterText(v.ref, 'appeal-result'), /Vedtaket fra .* er endret\..*Klageren har rett\./);
		assert.equal((await v.go(`${base}/mine-saker/${v.ref}/klage`)).status, 409);
		assert.equal(skranke('audit', 'verify').status, 0);
	});

	test('a municipality\'s body with an address is told by e-mail, and nothing of the case is in it', async () => {
		const v = await applied(), c = await decided(v);
		sql(`UPDATE tenant SET settings = settings || '{"barnehageplass.complaint-body-email": "nemnda@fjordvik.example"}' WHERE id = '9998'`);
		try {
			await v.go(`${base}/mine-saker/${v.ref}/klage`);
			await complain(v);
			await c.does('klage/opprettholde', { vurdering: 'Som i vedtaket.' });
			const { mails } = await import('../harness/stack.mjs');
			const sent = await until('the body has its mail', () => mails().find(m => m.headers.to.includes('nemnda@fjordvik.example')), 60000);
			assert.match(sent.headers.subject, /En klagesak er klar fra Fjordvik kommune/);
			assert.doesNotMatch(sent.raw, new RegExp(`${v.ref}|Nordmann`));
		} finally {
			sql(`UPDATE tenant SET settings = settings - 'barnehageplass.complaint-body-email' WHERE id = '9998'`);
		}
	});

	test('leads to a new decision; and a second click to no other', async () => {
		const v = await applied(), c = await decided(v);
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		await complain(v);
		assert.match(main(await c.see('klage')), /Endre eller opphev vedtaket/);
		const fields = { ...grant(), gjelder: stands(v.ref) };
		assert.match(main((await c.does('vedtak/forhandsvisning', fields)).text), /Du har klaget på vedtaket fra/);
		assert.equal((await c.does('vedtak/send', fields)).status, 303);
		assert.equal((await c.does('vedtak/send', fields)).status, 409);
		assert.deepEqual(events(v.ref), ['submit', 'assign', 'reject', 'complain', 'reverse']);
		assert.deepEqual(caseRow(v.ref, 'state, outcome'), ['decided', 'grant']);
	});

	test('is taken back by the party, and the decision stands', async () => {
		const v = await applied();
		await decided(v);
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		await complain(v);
		await v.go(`${base}/mine-saker/${v.ref}/klage/trekk`);
		await v.post(`${base}/mine-saker/${v.ref}/klage/trekk`, { csrf: v.csrf });
		assert.match(main(v.page.text), /Klagen er trukket\. Vedtaket står\./);
		assert.deepEqual(caseRow(v.ref, 'state, outcome'), ['settled', 'reject']);
	});

	test('too late is told so, and taken all the same', async () => {
		const v = await applied(), c = await decided(v);
		sql(`UPDATE deadline d SET from_at = now() - interval '23 days', due_at = now() - interval '2 days' FROM case_file c WHERE c.id = d.case_id AND c.ref = '${v.ref}' AND d.event = 'deadline.complaint'`);
		await until('the time to complain is over', () => caseRow(v.ref, 'state')[0] === 'settled', 60000);
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		assert.match(main(v.page.text), /Klagefristen var .* og den er ute\. Du kan likevel klage/);
		await complain(v);
		assert.match(main(await c.see('klage')), /etter fristen/);
		await until('the receipt is made', () => letterText(v.ref, 'complaint-receipt'), 60000);
		assert.match(letterText(v.ref, 'complaint-receipt'), /Klagefristen var ute da klagen kom/);
	});

	test('loses nothing when the session runs out; nobody else keeps one for them', async () => {
		const v = await applied();
		await decided(v);
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE client = 'citizen' AND ended_at IS NULL`);
		await complain(v);
		assert.equal(v.page.status, 401);
		assert.match(main(v.page.text), /Vi har tatt vare på det du skrev/);
		await v.go(`/logginn?til=${encodeURIComponent(`/mine-saker/${v.ref}/klage`)}`);
		assert.match(main(v.page.text), /&lt;alle&gt; plasser var ledige/);
		assert.match(main(v.page.text), /Plass fra august/);
		const { Visitor } = await import('../harness/http.mjs');
		const other = new Visitor(base);
		await other.login('ola');
		assert.equal((await other.go(`${base}/mine-saker/${v.ref}/klage`)).status, 404);
		await other.go('/mine-saker');
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE client = 'citizen' AND ended_at IS NULL`);
		const thief = await other.ask('POST', `${base}/mine-saker/${v.ref}/klage`, { body: { csrf: other.csrf, klage: 'Nei', endring: '' } });
		assert.notEqual(thief.status, 200);
		assert.equal(sql(`SELECT text FROM complaint_draft b JOIN case_file c ON c.id = b.case_id WHERE c.ref = '${v.ref}'`)[0][0], words.klage);
	});

	test('on paper is registered by staff, for the day it came', async () => {
		const v = await applied(), c = await decided(v);
		const wrong = await c.does('klage/registrer', { klage: 'På papir.', mottatt: `01.01.${year + 1}` });
		assert.equal(wrong.status, 422);
		assert.match(main(wrong.text), /På papir\./);
		const today = new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
		assert.equal((await c.does('klage/registrer', { klage: 'På papir.', mottatt: today })).status, 303);
		assert.deepEqual(caseRow(v.ref, 'state'), ['complaint']);
		assert.equal((await c.does('klage/registrer', { klage: 'På papir.', mottatt: today })).status, 409);
	});

	test('before there is a decision, there is nothing to complain of', async () => {
		const v = await applied();
		assert.equal((await v.go(`${base}/mine-saker/${v.ref}/klage`)).status, 409);
		assert.equal((await v.ask('POST', `${base}/mine-saker/${v.ref}/klage`, { body: { csrf: v.csrf ?? 'x', ...words } })).status, 409);
	});

	test('a reader, and who has not the case, prepares none', async () => {
		const v = await applied();
		await decided(v);
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		await complain(v);
		const two = await staff('ansatt-9998-2', v.ref);
		assert.equal((await two.does('klage/opprettholde', { vurdering: 'Nei' })).status, 403);
		assert.match(main(await two.see('klage')), /Du må ha saken/);
	});
});
