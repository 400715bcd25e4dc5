/* Applications that staff register from paper and the telephone: the same form, and a case with its origin. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Visitor } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { answers, applied, main, pageForm, press } from './apply.mjs';
import { multipart, pdf, zip } from './files.mjs';

const astrid = 'ansatt-9998-1', petter = 'ansatt-9998-2';
const day = n => new Date(Date.now() + n * 86400000).toLocaleDateString('nb-NO', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'Europe/Oslo' });
const ola = { nummer: '22929198178', navn: 'Ola Nordmann' };

async function staff(who = astrid, to = '/saksbehandling/registrer') {
	const v = new Visitor(base);
	await v.loginStaff(who, to);
	return v;
}
const asked = (more = {}) => ({ tjeneste: 'barnehageplass', kilde: 'paper', dato: day(-10), ...ola, ...more });
const start = (v, more) => v.submit(asked(more), { action: '/saksbehandling/registrer' });

async function begun(more, who) {
	const v = await staff(who);
	await start(v, more);
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	v.id = v.draft.replace(/.*\//, '');
	return v;
}
async function filled(v, all = answers()) {
	for (const values of Object.values(all))
		await press(v, values);
	return v;
}
/* The login provider still knows who it is. */
const again = (v, to) => v.go(`/saksbehandling/logginn?til=${encodeURIComponent(to)}`);
const send = (v, more = {}) => v.post(`${v.draft}/send`, { csrf: v.csrf, ...more });
const count = (q) => Number(sql(q)[0][0]);

describe('an application is registered from paper', () => {
	let v, ref;
	before(async () => {
		v = await filled(await begun());
		await send(v);
		ref = /\/sak\/([^?]+)/.exec(v.page.url)?.[1];
	});
	it('through the same form, and becomes a case', () => {
		assert.equal(v.page.status, 200);
		assert.match(main(v.page.text), /Søknaden er registrert/);
		assert.match(main(v.page.text), /Kom på papir/);
		assert.match(main(v.page.text), /Registrert av <span|Registrert av Sunniva Berg/);
	});
	it('that knows where it came from, who registered it, and when it came', () => {
		const [[origin, by, day10, actor, data]] = sql(`SELECT c.origin, u.name, (c.received_at AT TIME ZONE 'Europe/Oslo')::date = (now() AT TIME ZONE 'Europe/Oslo')::date - 10,
		    e.actor, e.data ->> 'origin' FROM case_file c JOIN desk_user u ON u.id = c.registered_by JOIN case_event e ON e.case_id = c.id AND e.seq = 1 WHERE c.ref = '${ref}'`);
		assert.deepEqual([origin, by, day10, actor, data], ['paper', 'Sunniva Berg', 't', 'caseworker', 'paper']);
	});
	it('whose deadlines run from the day it came', () => {
		const [[days]] = sql(`SELECT round(extract(epoch FROM d.due_at - c.received_at) / 86400) FROM deadline d JOIN case_file c ON c.id = d.case_id
		    WHERE c.ref = '${ref}' AND d.event = 'deadline.preliminary'`);
		assert.ok(Number(days) >= 28 && Number(days) <= 32, `${days} days`);
	});
	it('and the draft is gone', () => assert.equal(count(`SELECT count(*) FROM draft WHERE id = '${v.id}'`), 0));
	it('once, however often it is sent', async () => {
		await v.go(`${v.draft}/send`);
		assert.ok(v.page.url.includes(ref), v.page.url);
		assert.equal(count(`SELECT count(*) FROM case_file WHERE draft_id = '${v.id}'`), 1);
	});
	it('the person gets the receipt, and follows the case as registered by the municipality', async () => {
		await until('it', () => count(`SELECT count(*) FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.template = 'receipt'`) === 1);
		const c = new Visitor(base);
		await c.login('ola', `/mine-saker/${ref}`);
		assert.equal(c.page.status, 200);
		const [[letter]] = sql(`SELECT convert_from(d.content, 'UTF8') FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.template = 'receipt'`);
		assert.match(letter, /kom på papir, og vi har registrert den for deg/);
		assert.match(main(c.page.text), /Kommunen registrerte søknaden for deg\. Den kom på papir/);
		assert.doesNotMatch(main(c.page.text), /Du sendte søknaden/);
	});
	it('nobody else sees it', async () => {
		const c = new Visitor(base);
		await c.login('kari', `/mine-saker/${ref}`);
		assert.equal(c.page.status, 404);
	});
});

describe('what the paper lacks', () => {
	const lacking = () => {
		const all = answers();
		all.barnet = { ...all.barnet, barn_pid: '', barn_navn: 'Emma Nordmann' };
		return all;
	};
	async function atSummary() {
		const v = await begun();
		for (const [page, values] of Object.entries(lacking())) {
			await v.go(`${v.draft}/${page}`);
			await press(v, values, 'lagre');
		}
		await v.go(`${v.draft}/oppsummering`);
		return v;
	}
	it('stops nothing, but needs a reason', async () => {
		const v = await atSummary();
		assert.match(main(v.page.text), /name="mangel\.barn_pid"/);
		await send(v);
		assert.equal(v.page.status, 422);
		assert.match(main(v.page.text), /Velg hvorfor dette mangler/);
		await send(v, { 'mangel.barn_pid': 'dunno' });
		assert.equal(v.page.status, 422);
		assert.equal(count(`SELECT count(*) FROM draft WHERE id = '${v.id}'`), 1);
	});
	it('goes with the case, with the reason', async () => {
		const v = await atSummary();
		await send(v, { 'mangel.barn_pid': 'unreadable' });
		assert.equal(v.page.status, 200);
		assert.match(main(v.page.text), /Mangler i søknaden[\s\S]*fødselsnummeret til barnet[\s\S]*Kan ikke leses/);
		const [[gaps]] = sql(`SELECT gaps FROM case_file WHERE draft_id = '${v.id}'`);
		assert.deepEqual(JSON.parse(gaps).map(g => [g.field, g.reason]), [['barn_pid', 'unreadable']]);
	});
	it('a page is left with it open, when that is said', async () => {
		const v = await begun();
		await press(v, { barn_navn: 'Emma' });
		assert.equal(v.page.status, 422);
		assert.match(main(v.page.text), /Gå videre, og la det stå åpent/);
		await press(v, { barn_navn: 'Emma' }, 'videre');
		assert.match(v.page.url, /oppstart$/);
	});
	it('may have one reason for all that is empty', async () => {
		const v = await begun();
		await v.go(`${v.draft}/barnet`);
		await press(v, { barn_navn: 'Emma', barn_pid: '123' }, 'lagre');
		await v.go(`${v.draft}/oppsummering`);
		await send(v, { resten: 'missing' });
		assert.equal(v.page.status, 422);
		assert.match(main(v.page.text), /sk-error|ds-error-summary/);
		await send(v, { resten: 'missing', 'mangel.barn_pid': 'stated' });
		assert.match(v.page.url, /registrert=1/);
		const [[gaps]] = sql(`SELECT gaps FROM case_file WHERE draft_id = '${v.id}'`);
		assert.deepEqual(JSON.parse(gaps).slice(0, 2).map(g => [g.field, g.reason]), [['barn_pid', 'stated'], ['bosted', 'missing']]);
	});
	it('a citizen leaves no page that way', async () => {
		const { begin } = await import('./apply.mjs');
		const v = await begin('ola');
		await press(v, { barn_navn: 'Emma' }, 'videre');
		assert.equal(v.page.status, 422);
	});
	it('an answer that is wrong is kept as it was written', async () => {
		const v = await begun();
		const all = answers();
		all.oppstart.oppstart = 'til høsten';
		for (const [page, values] of Object.entries(all)) {
			await v.go(`${v.draft}/${page}`);
			await press(v, values, 'lagre');
		}
		await v.go(`${v.draft}/oppsummering`);
		await send(v, { 'mangel.oppstart': 'stated' });
		assert.match(main(v.page.text), /til høsten/);
	});
	it('a reason chosen before the session ran out is there after the login', async () => {
		const v = await atSummary();
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE desk_user_id = (SELECT id FROM desk_user WHERE subject = '${astrid}')`);
		await send(v, { 'mangel.barn_pid': 'missing' });
		assert.equal(v.page.status, 401);
		const carried = v.page;
		await again(v, '/saksbehandling');
		v.page = carried;
		await v.submit({}, { action: '/send' });
		assert.equal(v.page.status, 403);
		assert.match(main(v.page.text), /value="missing" selected/);
		await v.submit({}, { action: '/send' });
		assert.equal(v.page.status, 200);
		assert.match(v.page.url, /registrert=1/);
	});
});

describe('who it is for', () => {
	it('must have an identity number', async () => {
		const v = await staff();
		await start(v, { nummer: '12345678901' });
		assert.equal(v.page.status, 422);
		assert.match(main(v.page.text), /Nummeret stemmer ikke/);
		await start(v, { nummer: '' });
		assert.match(main(v.page.text), /Skriv fødselsnummeret til søkeren/);
		assert.doesNotMatch(main(v.page.text), /Nummeret stemmer ikke/);
		assert.match(main(v.page.text), /value="Ola Nordmann"/);
	});
	it('by the name that we know, and we do not say which', async () => {
		const k = new Visitor(base);
		await k.login('kari');
		const v = await staff();
		await start(v, { nummer: '21879498012', navn: 'Per Hansen' });
		assert.equal(v.page.status, 422);
		assert.match(main(v.page.text), /Navnet passer ikke med fødselsnummeret/);
		assert.doesNotMatch(main(v.page.text).split('id="begynt"')[0], /Kari/);
		await start(v, { nummer: '21879498012', navn: 'kari NORDMANN' });
		assert.match(v.page.url, /\/registrer\/[0-9a-f-]{36}\//);
	});
	it('is no riddle to guess at: after twenty wrong answers in an hour there are no more', async () => {
		const v = await staff(petter);
		sql(`INSERT INTO register_refusal (tenant_id, desk_user_id) SELECT tenant_id, id FROM desk_user, generate_series(1, 20) WHERE subject = '${petter}'`);
		await start(v, { nummer: '21879498012', navn: 'Kari Nordmann' });
		assert.equal(v.page.status, 422);
		assert.match(main(v.page.text), /for mange ganger/);
		sql('DELETE FROM register_refusal');
		await start(v, { nummer: '21879498012', navn: 'Kari' });
		assert.match(main(v.page.text), /Navnet passer ikke med fødselsnummeret/, 'a first name alone finds nobody');
		assert.equal(sql('SELECT count(*) FROM register_refusal')[0][0], '1');
		sql('DELETE FROM register_refusal');
	});
	it('may be somebody who has never been here', async () => {
		const v = await begun({ nummer: '68467038838', navn: 'Amina Yusuf' });
		assert.match(main(v.page.text), /Amina Yusuf/);
	});
	for (const [what, more, says] of [['a service', { tjeneste: 'dnf' }, /Velg hva søknaden gjelder/], ['a way it came', { kilde: 'web' }, /Velg hvordan søknaden kom/],
		['a day', { dato: 'i går' }, /Skriv dagen søknaden kom/], ['a day that has been', { dato: day(2) }, /kan ikke være i fremtiden/],
		['a day that is not long ago', { dato: '01.01.1999' }, /mer enn tre år tilbake/], ['a name', { navn: ' ' }, /Skriv navnet til søkeren/]])
		it(`nothing is begun without ${what}`, async () => {
			const v = await staff(), n = count('SELECT count(*) FROM draft');
			await start(v, more);
			assert.equal(v.page.status, 422);
			assert.match(main(v.page.text), says);
			assert.equal(count('SELECT count(*) FROM draft'), n);
		});
	it('a second click on the same page finds the first', async () => {
		const v = await staff(), page = v.page;
		await start(v);
		const first = v.page.url;
		v.page = page;
		v.url = `${base}/saksbehandling/registrer`;
		await start(v);
		assert.equal(v.page.url, first);
	});
	it('what was typed survives a session that has run out', async () => {
		const v = await staff();
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE desk_user_id = (SELECT id FROM desk_user WHERE subject = '${astrid}')`);
		await start(v);
		assert.equal(v.page.status, 401);
		const carried = v.page;
		await again(v, '/saksbehandling');
		v.page = carried;
		await v.submit({}, { action: '/registrer' });
		assert.equal(v.page.status, 403);
		assert.match(main(v.page.text), /value="Ola Nordmann"/);
		await v.submit({}, { action: '/registrer' });
		assert.match(v.page.url, /\/registrer\/[0-9a-f-]{36}\//);
	});
});

describe('a registration under way', () => {
	it('is the caseworker\'s own', async () => {
		const v = await begun(), p = await staff(petter), o = new Visitor(base);
		await v.go('/saksbehandling/registrer');
		assert.ok(v.page.text.includes(v.id));
		assert.ok(!p.page.text.includes(v.id));
		assert.equal((await p.go(`${v.draft}/barnet`)).status, 404);
		assert.equal((await p.post(`${v.draft}/slett`, { csrf: p.csrf })).status, 404);
		await o.login('ola', '/mine-saker');
		assert.ok(!o.page.text.includes(v.id));
		assert.equal((await o.go(`/soknad/barnehageplass/${v.id}/barnet`)).status, 404);
	});
	it('shows no identity number in the list', async () => {
		const v = await begun();
		await v.go('/saksbehandling/registrer');
		assert.ok(!v.page.text.includes(ola.nummer));
	});
	it('is deleted by who has it', async () => {
		const v = await begun();
		await v.go(`${v.draft}/slett`);
		await v.submit({}, { action: '/slett' });
		assert.match(main(v.page.text), /Registreringen er slettet/);
		assert.equal(count(`SELECT count(*) FROM draft WHERE id = '${v.id}'`), 0);
	});
	it('is not overwritten by a stale tab', async () => {
		const v = await begun(), stale = v.page;
		await press(v, { barn_navn: 'Emma' }, 'lagre');
		v.page = stale;
		const answer = await v.post(stale.url, [...pageForm(v).fields.filter(([k]) => k !== 'barn_navn'), ['barn_navn', 'Live'], ['handling', 'neste']]);
		assert.equal(answer.status, 409);
		assert.match(answer.text, /value="Live"/);
	});
	it('keeps what was typed when the session runs out', async () => {
		const v = await begun();
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE desk_user_id = (SELECT id FROM desk_user WHERE subject = '${astrid}')`);
		await press(v, { barn_navn: 'Nora' });
		assert.equal(v.page.status, 401);
		await again(v, new URL(v.draft).pathname + '/barnet');
		assert.match(main(v.page.text), /value="Nora"/);
	});
	it('is judged as on the day it came', async () => {
		const v = await begun({ dato: day(-100) });
		await v.go(`${v.draft}/oppstart`);
		await press(v, { soknadstype: 'ny', oppstart: day(-50), timer: '41' });
		assert.equal(v.page.status, 200);
		assert.match(v.page.url, /onsker$/);
	});
});

describe('the scanned paper', () => {
	let v;
	const up = (files) => {
		const { body, headers } = multipart([['csrf', v.csrf], ['handling', 'legg-ved']], files.map(([name, bytes]) => ['skann', name, bytes]));
		return v.go(`${v.draft}/send`, { body, headers }, 'POST');
	};
	before(async () => { v = await filled(await begun()); });
	it('is kept with the application', async () => {
		await up([['side 1.pdf', pdf()], ['side 2.pdf', pdf()]]);
		assert.equal(v.page.status, 200);
		assert.match(main(v.page.text), /side 1\.pdf[\s\S]*side 2\.pdf/);
	});
	it('what is no picture and no PDF is refused, and said', async () => {
		await up([['alt.zip', zip()]]);
		assert.equal(v.page.status, 422);
		assert.match(main(v.page.text), /alt\.zip/);
		assert.equal(count(`SELECT count(*) FROM attachment WHERE draft_id = '${v.id}'`), 2);
	});
	it('one of them is taken away', async () => {
		await v.go(`${v.draft}/oppsummering`);
		await send(v, { handling: /value="(fjern:[^"]*)"/.exec(main(v.page.text))[1] });
		assert.doesNotMatch(main(v.page.text), /side 1\.pdf/);
	});
	it('stays when a page is saved', async () => {
		await v.go(`${v.draft}/barnet`);
		await press(v, {}, 'lagre');
		assert.equal(count(`SELECT count(*) FROM attachment WHERE draft_id = '${v.id}'`), 1);
	});
	it('goes with the case, to the desk and to the person', async () => {
		await v.go(`${v.draft}/oppsummering`);
		await send(v);
		const ref = /\/sak\/([^?]+)/.exec(v.page.url)[1], href = /href="([^"]*\/vedlegg\/[^"]*)"/.exec(main(v.page.text))?.[1];
		assert.match(main(v.page.text), /side 2\.pdf/);
		await until('it', () => count(`SELECT count(*) FROM attachment a JOIN blob b USING (tenant_id, sha256) JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${ref}' AND b.verdict = 'waiting'`) === 0);
		await v.go(`/saksbehandling/sak/${ref}`);
		const link = href ?? /href="([^"]*\/vedlegg\/[^"]*)"/.exec(main(v.page.text))[1];
		assert.equal((await v.go(link)).status, 200);
		const c = new Visitor(base);
		await c.login('ola', `/mine-saker/${ref}`);
		const own = /href="([^"]*\/vedlegg\/[^"]*)"[^>]*>side 2\.pdf/.exec(main(c.page.text))?.[1];
		assert.ok(own, 'no link');
		assert.equal((await c.go(own)).status, 200);
	});
});

describe('by telephone', () => {
	it('is told apart from paper', async () => {
		const v = await filled(await begun({ kilde: 'telephone', dato: day(0) }));
		await send(v);
		assert.match(main(v.page.text), /Gitt på telefon/);
	});
});

describe('an application that says who may not register it', () => {
	const EMMA = '14832560252';
	const refused = async (v, words) => {
		const answer = await send(v);
		assert.equal(answer.status, 403);
		assert.match(main(answer.text), /Du kan ikke registrere denne søknaden/);
		assert.match(main(answer.text), words);
		assert.match(main(answer.text), /Ingenting er registrert/);
		assert.doesNotMatch(main(answer.text), /Emma|14832560252/);
		assert.equal(count(`SELECT count(*) FROM case_file WHERE draft_id = '${v.id}'`), 0);
		assert.equal((await v.go(`${v.draft}/slett`)).status, 200, 'the draft stands, and may be thrown away');
	};

	it('is refused in plain words when somebody in it has a graded address', async () => {
		const v = await filled(await begun());
		sql(`UPDATE person SET graded = 'confidential' WHERE pid = '${EMMA}'`);
		try {
			await refused(v, /har skjermet adresse/);
		} finally {
			sql(`UPDATE person SET graded = NULL WHERE pid = '${EMMA}'`);
		}
		await send(v);
		assert.match(main(v.page.text), /Søknaden er registrert/);
	});

	it('is refused in plain words when it speaks of one\'s own household', async () => {
		await applied();		/* Kari's, which speaks of Emma */
		const v = await filled(await begun({}, petter)), who = sql(`SELECT coalesce(quote_literal(person_id), 'NULL') FROM desk_user WHERE subject = '${petter}'`)[0][0];
		sql(`UPDATE desk_user SET person_id = (SELECT person_id FROM case_file c JOIN person p ON p.id = ANY (c.persons) WHERE p.pid = '${EMMA}' AND c.origin = 'web' LIMIT 1)
		    WHERE subject = '${petter}'`);
		try {
			await refused(v, /forvaltningsloven § 6/);
		} finally {
			sql(`UPDATE desk_user SET person_id = ${who} WHERE subject = '${petter}'`);
		}
	});
});
