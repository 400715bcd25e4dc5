/* Sent exactly once; a receipt that can be verified; letters that arrive; the caseworker decides. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, kill, mails, neighbour, sql, start, stop, until } from '../harness/stack.mjs';
import { answers, applied, begin, fill, formTo, main, places, press, send, year } from './apply.mjs';

const cases = v => sql(`SELECT count(*) FROM case_file WHERE draft_id = '${v.id}'`)[0][0];
const letters = ref => sql(`SELECT d.id, d.template FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' ORDER BY d.created_at`);
const mailsOf = (ref) => {
	const keys = sql(`SELECT v.idem_key FROM delivery v JOIN outbox o ON o.id = v.outbox_id JOIN case_file c ON c.id = o.case_id WHERE c.ref = '${ref}'`).map(r => r[0]);
	return mails().filter(m => keys.some(k => m.headers['message-id'].includes(k)));
};
const settled = ref => until(`the outbox of ${ref} is done`, () => sql(`SELECT count(*) FROM outbox o JOIN case_file c ON c.id = o.case_id
	WHERE c.ref = '${ref}' AND o.done_at IS NULL AND o.parked_at IS NULL`)[0][0] === '0', 40000);

describe('sending', () => {
	test('makes one case however often and however fast it is clicked', async () => {
		const v = await fill(await begin());
		const csrf = v.csrf;
		const all = await Promise.all(Array.from({ length: 6 }, () => v.ask('POST', `${v.draft}/send`, { body: { csrf } })));
		const to = new Set(all.map(a => a.headers.location));
		assert.deepEqual(all.map(a => a.status), all.map(() => 303));
		assert.equal(to.size, 1);
		assert.equal(cases(v), '1');
		assert.equal(sql(`SELECT count(*) FROM draft WHERE id = '${v.id}'`)[0][0], '0');
	});

	test('a page of an application that was sent leads to its receipt', async () => {
		const v = await applied();
		const page = await v.go(`${v.draft}/barnet`);
		assert.match(page.url, /\/kvittering$/);
	});

	test('an unfinished one is refused with what is missing, and kept', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		const answer = await send(v);
		assert.equal(answer.status, 422);
		assert.match(main(answer.text), /\/soknad\/barnehageplass\/[0-9a-f-]+\/kontakt\?feil=1#forelder2/);
		assert.equal(cases(v), '0');
	});

	test('what is not relevant is pruned from the case', async () => {
		const v = await fill(await begin(), { ...answers(), sosken: { sosken_i_barnehage: 'ja' } }).catch(e => e);
		assert.match(String(v), /422/);
		const w = await begin();
		for (const values of Object.values({ ...answers(), barnet: { ...answers().barnet, bosted: 'flytter', flyttedato: `1.7.${year}` } }).slice(0, 1)) {
			await press(w, { ...values, flyttedato: null });
			await press(w, values);
		}
		await w.go(`${w.draft}/barnet`);
		await press(w, { bosted: 'her' });
		assert.match(sql(`SELECT answers::text FROM draft WHERE id = '${w.id}'`)[0][0], /flyttedato/);
		await w.go(`${w.draft}/oppstart`);
		const rest = answers();
		delete rest.barnet;
		await fill(w, rest);
		await send(w);
		assert.doesNotMatch(sql(`SELECT answers::text FROM case_file WHERE draft_id = '${w.id}'`)[0][0], /flyttedato/);
	});
});

describe('the receipt', () => {
	test('says the number, what happens now and when, and a code that anyone can verify', async () => {
		const v = await applied();
		const text = main(v.page.text);
		assert.match(text, new RegExp(v.ref));
		assert.match(text, /Senest \d+\. \w+ \d{4}/);
		const code = /[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}/.exec(text)[0];
		const anyone = new Visitor();
		const genuine = await anyone.go(`${base}/kontroll/${code}`);
		assert.equal(genuine.status, 200);
		assert.match(main(genuine.text), /Kvitteringen er ekte/);
		for (const secret of ['Emma', 'Kari', v.ref, 'barnehage'])
			assert.ok(!main(genuine.text).toLowerCase().includes(secret.toLowerCase()), secret);
		assert.match(main((await anyone.go(`${base}/kontroll?kode=${code.toLowerCase().replace(/-/g, '+')}`)).text), /ekte/);
		const other = await anyone.go(`${base}/kontroll/${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`);
		assert.equal(other.status, 404);
		assert.match(main(other.text), /Vi kjenner ikke koden/);
		assert.equal((await anyone.go(`${base}/kontroll?kode=%3Cscript%3E`)).status, 422);
	});

	test('comes in the mailbox whole, and by e-mail as a notice that tells nothing', async () => {
		const v = await applied();
		await settled(v.ref);
		const [mail, ...more] = mailsOf(v.ref);
		assert.equal(more.length, 0);
		assert.match(mail.headers.to, /kari@example\.no/);
		const all = mail.raw + mail.text + mail.headers.subject;
		for (const secret of ['Emma', '14832560252', 'arnehage', v.ref])
			assert.ok(!all.includes(secret), secret);
		assert.ok(mail.text.replace(/\s+/g, ' ').includes(`Logg inn på ${base}/ for å lese den`), mail.text);
		await v.go(`${base}/postkasse`);
		assert.match(main(v.page.text), /Ulest/);
		await v.go(`${base}/postkasse/${letters(v.ref)[0][0]}`);
		for (const words of [v.ref, 'Emma Nordmann', 'Hel plass', 'Fjordvik'])
			assert.ok(main(v.page.text).includes(words), words);
		/* worked out from the identity number, which the postman does not know */
		const age = `Alder ved oppstart, i måneder ${(year - 2025) * 12 + 5}`;
		const words = () => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
		assert.ok(words().includes(age), words());
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.ok(words().includes(age), words());
		const ola = new Visitor();
		await ola.login('ola');
		assert.equal((await ola.go(`${base}/postkasse/${letters(v.ref)[0][0]}`)).status, 404);
	});
});

describe('a deadline', () => {
	test('that has passed makes the clock send a preliminary answer, once, with the municipality\'s own dates', async () => {
		const v = await applied();
		const due = `case_id = (SELECT id FROM case_file WHERE ref = '${v.ref}') AND event = 'deadline.preliminary'`;
		const sent = () => sql(`SELECT d.id FROM document d JOIN case_file c ON c.id = d.case_id
			WHERE c.ref = '${v.ref}' AND d.template = 'preliminary'`);
		sql(`UPDATE deadline SET due_at = now() - interval '1 minute' WHERE ${due}`);
		await until('the clock has fired and the letter is there', () => sent().length > 0, 90000);
		assert.equal(sql(`SELECT fired_at IS NOT NULL FROM deadline WHERE ${due}`)[0][0], 't');
		await v.go(`${base}/postkasse/${sent()[0][0]}`);
		assert.match(main(v.page.text), /Foreløpig svar/);
		assert.match(main(v.page.text), /svar innen 15\. april/);
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.match(main(v.page.text), /Vi sendte foreløpig svar/);
		assert.equal(sent().length, 1);
	});
});

describe('when something is away', () => {
	test('the mail server: the application comes in, the letter is there, the notice goes later', async () => {
		stop('mail');
		let v;
		try {
			v = await applied();
			assert.match(v.page.url, /\/kvittering$/);
			await until('the letter is in the mailbox', () => letters(v.ref).length === 1);
			assert.equal(mailsOf(v.ref).length, 0);
		} finally {
			start('mail');
		}
		sql(`UPDATE outbox o SET next_at = now() FROM case_file c WHERE c.id = o.case_id AND c.ref = '${v.ref}'`);
		await settled(v.ref);
		assert.equal(mailsOf(v.ref).length, 1);
	});

	test('the postman, killed again and again: each letter and each notice once', async () => {
		const all = [];
		for (let n = 0; n < 4; n++) {
			all.push(await applied());
			try {
				kill('postman');
			} catch {
				/* it had not come up again yet */
			}
		}
		stop('postman');	/* what a killed one had claimed is free when its time is out; a test does not wait for that */
		sql('UPDATE outbox SET claimed_until = now() WHERE claimed_until IS NOT NULL');
		start('postman');
		for (const v of all) {
			await until(`the letter of ${v.ref}`, () => letters(v.ref).length === 1, 90000);
			const known = await until(`what became of the notice of ${v.ref}`, () => sql(`SELECT o.done_at IS NOT NULL, o.parked_at IS NOT NULL
				FROM outbox o JOIN case_file c ON c.id = o.case_id WHERE c.ref = '${v.ref}'`).find(r => r.includes('t')), 90000);
			assert.ok(mailsOf(v.ref).length <= 1);
			assert.ok(mailsOf(v.ref).length === 1 || known[1] === 't', 'a notice that may be lost is shown to a person');
		}
	});

	test('the database: 503 with Retry-After, in words; afterwards the draft is as it was', async () => {
		const v = await begin();
		await press(v, answers().barnet);
		const url = v.page.url;
		stop('pg');
		try {
			const away = await v.ask('GET', url);
			assert.equal(away.status, 503);
			assert.ok(Number(away.headers['retry-after']) > 0);
			assert.match(away.text, /trygt/);
			assert.equal((await v.ask('POST', `${v.draft}/send`, { body: { csrf: 'x' } })).status, 503);
		} finally {
			start('pg');
		}
		const back = await until('the counter answers again', async () => {
			const a = await v.ask('GET', url);
			return a.status === 200 && a;
		});
		assert.match(back.text, /name="oppstart"/);
	});
});

describe('the desk', () => {
	const decide = { utfall: 'grant', oppstart: `16.08.${year}`, grunn: ['forste-onske', 'rett'], tekst: 'Velkommen & lykke til <3' };

	test('takes, decides and sends; the citizen gets the very letter that was previewed', async () => {
		const v = await applied();
		const c = new Visitor();
		await c.loginStaff('ansatt-9998-1', `/saksbehandling/sak/${v.ref}`);
		assert.match(main(c.page.text), /Emma Nordmann/);
		assert.equal((await c.go(`${base}/saksbehandling/sak/${v.ref}/vedtak`)).status, 409);
		await c.go(`${base}/saksbehandling/sak/${v.ref}`);
		await c.post(`${base}/saksbehandling/sak/${v.ref}/ta`, { csrf: c.csrf });
		assert.match(main(c.page.text), /Du har tatt saken/);
		await c.go(`${base}/saksbehandling/sak/${v.ref}/vedtak`);
		const wrong = await c.post(`${base}/saksbehandling/sak/${v.ref}/vedtak/forhandsvisning`, { csrf: c.csrf, utfall: 'grant' });
		assert.equal(wrong.status, 422);
		const early = await c.post(`${base}/saksbehandling/sak/${v.ref}/vedtak/forhandsvisning`, { csrf: c.csrf, ...decide, utfall: '', plass: places()[0] });
		assert.equal(early.status, 422);
		assert.match(early.text, new RegExp(`value="16\\.08\\.${year}"`));
		assert.match(early.text, /value="forste-onske"[^>]*checked|checked[^>]*value="forste-onske"/);
		const preview = await c.post(`${base}/saksbehandling/sak/${v.ref}/vedtak/forhandsvisning`, { csrf: c.csrf, ...decide, plass: places()[0] });
		assert.equal(preview.status, 200);
		/* where it stands decides how high its headings are, not what it says */
		const letter = html => /<article class="sk-letter[\s\S]*?<\/article>/.exec(html)[0].replace(/(<\/?h)[1-6]/g, '$1');
		for (const words of ['klage', 'tre uker', 'klagenemnda', 'se dokumentene', 'Velkommen &amp; lykke til &lt;3', 'ledig plass'])
			assert.ok(letter(preview.text).includes(words), words);
		await c.post(`${base}/saksbehandling/sak/${v.ref}/vedtak/send`, { csrf: c.csrf, ...decide, plass: places()[0] });
		assert.match(main(c.page.text), /Vedtaket er sendt til/);
		await until('the decision is made', () => letters(v.ref).length === 2, 60000);
		await v.go(`${base}/postkasse/${letters(v.ref)[1][0]}`);
		assert.equal(letter(v.page.text), letter(preview.text));
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.match(main(v.page.text), /Barnet har fått plass/);
		assert.equal((await c.post(`${base}/saksbehandling/sak/${v.ref}/vedtak/send`, { csrf: c.csrf, ...decide, plass: places()[0] })).status, 409);
		assert.equal(sql(`SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${v.ref}' AND e.event = 'grant'`)[0][0], '1');
	});

	test('cannot grant a place while the list of places is away, and says so; rejecting needs no list', async () => {
		const v = await applied(), at = `${base}/saksbehandling/sak/${v.ref}`;
		const c = new Visitor();
		await c.loginStaff('ansatt-9998-1', `/saksbehandling/sak/${v.ref}`);
		await c.post(`${at}/ta`, { csrf: c.csrf });
		stop('desk');
		sql('REVOKE SELECT ON kindergarten FROM skranke_desk');
		start('desk');
		try {
			await c.go(`${at}/vedtak`);
			assert.equal(c.page.status, 200);
			assert.match(main(c.page.text), /Listen over barnehager er ikke tilgjengelig nå/);
			assert.match(main(c.page.text), /Plass gitt/);
			assert.match(main(c.page.text), /Første dag/);
			assert.doesNotMatch(main(c.page.text), /name="plass"/);
			const grant = await c.post(`${at}/vedtak/forhandsvisning`, { csrf: c.csrf, ...decide, plass: places()[0] });
			assert.equal(grant.status, 422);
			assert.match(main(grant.text), /href="#plass"[^>]*>Listen over barnehager er ikke tilgjengelig nå/);
			assert.match(main(grant.text), new RegExp(`value="16\\.08\\.${year}"`));
			const reject = await c.post(`${at}/vedtak/forhandsvisning`, { csrf: c.csrf, utfall: 'reject', grunn: 'full' });
			assert.equal(reject.status, 200);
		} finally {
			sql('GRANT SELECT ON kindergarten TO skranke_desk');
		}
		await c.go(`${at}/vedtak`);
		assert.match(main(c.page.text), /name="plass"/);
	});

	test('loses nothing that was typed when the session runs out, or the page is of an earlier one', async () => {
		const v = await applied(), at = `${base}/saksbehandling/sak/${v.ref}`;
		const c = new Visitor();
		await c.loginStaff('ansatt-9998-1', `/saksbehandling/sak/${v.ref}`);
		await c.post(`${at}/ta`, { csrf: c.csrf });
		const csrf = c.csrf;
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE client = 'staff' AND ended_at IS NULL`);
		for (const path of ['/vedtak/forhandsvisning', '/vedtak/send']) {
			const over = await c.post(at + path, { csrf, ...decide, plass: places()[0] });
			assert.equal(over.status, 401);
			assert.match(main(over.text), /Logg inn igjen i en ny fane/);
		}
		const carried = formTo(c, '/vedtak').fields;
		assert.ok(carried.some(([k, x]) => k === 'tekst' && x === decide.tekst));
		await c.go(`/saksbehandling/logginn?til=${encodeURIComponent(`/saksbehandling/sak/${v.ref}/vedtak`)}`);
		const again = await c.post(`${at}/vedtak`, carried);
		assert.equal(again.status, 200);
		assert.match(again.text, /<textarea[^>]*>\n?Velkommen &amp; lykke til &lt;3<\/textarea>/);
		const old = await c.post(`${at}/vedtak/send`, { csrf, ...decide, plass: places()[0] });
		assert.equal(old.status, 403);
		assert.match(main(old.text), /tidligere innlogging/);
		assert.match(old.text, /Velkommen &amp; lykke til/);
		assert.equal(sql(`SELECT state FROM case_file WHERE ref = '${v.ref}'`)[0][0], 'review');
	});

	test('sees no other municipality, and every look is logged', async () => {
		const v = await applied();
		const c = new Visitor(neighbour);
		await c.loginStaff('ansatt-9997-1', '/saksbehandling');
		assert.equal(c.page.status, 200);
		assert.equal((await c.go(`${neighbour}/saksbehandling/sak/${v.ref}`)).status, 404);
		const own = new Visitor();
		await own.loginStaff('ansatt-9998-2', `/saksbehandling/sak/${v.ref}`);
		assert.equal(own.page.status, 200);
		assert.equal(sql(`SELECT count(*) FROM access_log a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${v.ref}'`)[0][0], '1');
	});

	test('a citizen\'s session opens nothing there, and a caseworker\'s nothing here', async () => {
		const v = new Visitor();
		await v.login('kari');
		assert.equal((await v.ask('GET', `${base}/saksbehandling`)).status, 303);
		const c = new Visitor();
		await c.loginStaff('ansatt-9998-1');
		assert.equal((await c.ask('GET', `${base}/mine-saker`)).status, 303);
	});
});

describe('my cases', () => {
	test('a case is withdrawn after having been asked, once, and not after a decision', async () => {
		const v = await applied();
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.match(main(v.page.text), /Mottatt/);
		await v.go(`${base}/mine-saker/${v.ref}/trekk`);
		assert.match(main(v.page.text), /Vil du trekke/);
		await v.post(`${base}/mine-saker/${v.ref}/trekk`, { csrf: v.csrf });
		assert.match(main(v.page.text), /Søknaden er trukket/);
		assert.equal((await v.post(`${base}/mine-saker/${v.ref}/trekk`, { csrf: v.csrf })).status, 409);
	});

	test('each municipality tells its own deadline before one begins', async () => {
		const said = async site => main((await new Visitor(site).go('/tjenester/barnehageplass')).text);
		assert.match(await said(base), /Fristen til hovedopptaket er 1\. mars/);
		assert.match(await said(neighbour), /Fristen til hovedopptaket er 15\. februar/);
	});

	test('the two municipalities know nothing of each other', async () => {
		const v = await applied('kari', answers('9997'), neighbour);
		assert.equal(v.page.status, 200);
		await v.go(`${neighbour}/mine-saker`);
		assert.ok(v.page.text.includes(v.ref));
		const w = new Visitor();
		await w.login('kari');
		assert.ok(!w.page.text.includes(v.ref));
		assert.equal((await w.go(`${base}/mine-saker/${v.ref}`)).status, 404);
	});
});
