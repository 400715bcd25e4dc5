/* Who may do what at the desk, whose a case is, and who may not act in it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, neighbour, skranke, sql } from '../harness/stack.mjs';
import { answers, applied, main } from './apply.mjs';
import { fileIn } from './files.mjs';

const desk = `${base}/saksbehandling`;
const SUNNIVA = 'ansatt-9998-1', PETTER = 'ansatt-9998-2', RANDI = 'ansatt-9998-3', MARIT = 'ansatt-9998-4', ANDERS = 'ansatt-9998-5';

async function staff(sub, to = '/saksbehandling') {
	const c = new Visitor();
	await c.loginStaff(sub, to);
	return c;
}

/* An application with some answers of its own; children whom no other test applies for. */
const apply = (person, barnet = {}, more = {}) => {
	const all = answers();
	Object.assign(all.barnet, barnet);
	for (const page of Object.keys(more))
		Object.assign(all[page], more[page]);
	return applied(person, all);
};
const caseOf = ref => sql(`SELECT id, unit_id, assigned_to IS NOT NULL, state FROM case_file WHERE ref = '${ref}'`)[0];
const unitOf = ref => caseOf(ref)[1];
const events = ref => sql(`SELECT e.event FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}' ORDER BY e.seq`).map(r => r[0]);
const looks = (ref, what) => Number(sql(`SELECT count(*) FROM access_log a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${ref}' AND a.what = '${what}'`)[0][0]);
const CHILD = '10852550061';

describe('a new case goes', () => {
	test('to the unit whose area the address is in', async () => {
		assert.equal(unitOf((await apply('kari', { adresse: 'Ytterøyvegen 120, 9998 Fjordvik' })).ref), 'oyene');
		assert.equal(unitOf((await apply('kari', { adresse: 'Bakken 1\u00a09993 Fjordvik' })).ref), 'oyene');
		assert.equal(unitOf((await apply('kari', { adresse: 'Strandgata 14, 9998 Fjordvik' })).ref), 'sentrum');
	});

	test('by answers first, as the rules stand in order', async () => {
		const v = await apply('kari', { adresse: 'Ytterøyvegen 120, 9998 Fjordvik' }, { prioritet: { prioritet: 'ja', grunner: 'barnevern' } });
		assert.equal(unitOf(v.ref), 'prioritet');
	});

	test('where the rules end when nothing else fits, an address we do not know among it', async () => {
		assert.equal(unitOf((await apply('kari')).ref), 'sentrum');
		assert.equal(unitOf((await apply('kari', { adresse: 'hjemme' })).ref), 'sentrum');
		assert.equal(unitOf((await apply('kari', { adresse: '"]}\\\' 1234567' })).ref), 'sentrum');
	});

	test('to nobody in a municipality without units', async () => {
		const { ref } = await applied('ingrid', answers('9997'), neighbour);
		assert.equal(unitOf(ref), '');
	});
});

describe('the desk moves a case to another unit', () => {
	test('with an event, once, and not from a page that is too old', async () => {
		const { ref } = await apply('kari'), c = await staff(SUNNIVA, `/saksbehandling/sak/${ref}`);
		assert.match(main(c.page.text), /Barnehagekontoret sentrum/);
		await c.go(`${desk}/sak/${ref}/enhet`);
		assert.equal((await c.submit({}, { action: '/enhet' })).status, 422);
		assert.match(main(c.page.text), /Velg hvor saken skal/);
		assert.equal((await c.submit({ enhet: 'finnes-ikke' }, { action: '/enhet' })).status, 422);
		const old = c.csrf;
		await c.submit({ enhet: 'oyene' }, { action: '/enhet' });
		assert.match(main(c.page.text), /Saken er flyttet til Barnehagekontoret for øyene/);
		assert.equal(unitOf(ref), 'oyene');
		assert.equal((await c.post(`${desk}/sak/${ref}/enhet`, { csrf: old, fra: 'sentrum', enhet: 'betaling' })).status, 409);
		assert.match(main(c.page.text), /Saken ble flyttet mens du hadde siden åpen[\s\S]*Barnehagekontoret for øyene/);
		assert.match(main(c.page.text), /value="betaling"[^>]*checked|checked[^>]*value="betaling"/);
		await c.submit({ enhet: 'ingen' }, { action: '/enhet' });
		assert.equal(unitOf(ref), '');
		assert.deepEqual(events(ref), ['submit', 'desk.route', 'desk.route']);
		assert.equal(skranke('audit', 'verify').status, 0);
	});

	test('and keeps what was chosen when the session has run out', async () => {
		const { ref } = await apply('kari'), c = await staff(SUNNIVA, `/saksbehandling/sak/${ref}/enhet`);
		sql("UPDATE session SET ended_at = now() WHERE client = 'staff'");
		const over = await c.submit({ enhet: 'oyene' }, { action: '/enhet' });
		assert.equal(over.status, 401);
		assert.match(over.text, /name="enhet"[^>]*value="oyene"|value="oyene"[^>]*name="enhet"/);
		const again = await staff(SUNNIVA);
		const back = await again.post(`${desk}/sak/${ref}/enhet`, { fra: 'sentrum', enhet: 'oyene' });
		assert.equal(back.status, 403);
		assert.match(back.text, /value="oyene"[^>]*checked|checked[^>]*value="oyene"/);
		assert.equal(unitOf(ref), 'sentrum');
	});
});

describe('a right is a role for a service', () => {
	test('an author tries forms and sees no case', async () => {
		const { ref } = await apply('kari'), c = await staff(MARIT);
		assert.match(c.page.text, /href="\/saksbehandling\/forhandsvisning"/);
		assert.match(main(c.page.text), /rollen din gir ikke tilgang/);
		assert.doesNotMatch(main(c.page.text), /Ledige|Last ned|saksbehandler\.</);
		assert.equal((await c.go(`${desk}/forhandsvisning`)).status, 200);
		const id = sql("SELECT id FROM template_release WHERE service = 'barnehageplass' AND in_force")[0][0];
		assert.equal((await c.go(`${desk}/forhandsvisning/${id}`)).status, 200);
		for (const path of ['', '/dokumenter', '/historikk', '/vedtak', '/enhet', '/inhabil'])
			assert.equal((await c.go(`${desk}/sak/${ref}${path}`)).status, 404, path);
		assert.equal((await c.go(`${desk}/tilganger`)).status, 403);
		const other = await staff(SUNNIVA);
		assert.equal((await other.go(`${desk}/forhandsvisning/${id}`)).status, 404, 'a caseworker is no author');
		assert.doesNotMatch(other.page.text, /href="\/saksbehandling\/tilganger"/);
	});

	test('an administrator sees who may what, and no case', async () => {
		const { ref } = await apply('kari'), c = await staff(ANDERS);
		assert.match(main(c.page.text), /rollen din gir ikke tilgang[\s\S]*href="\/saksbehandling\/tilganger"/);
		assert.equal((await c.go(`${desk}/tilganger`)).status, 200);
		const page = main(c.page.text);
		assert.match(page, /Randi Holm[\s\S]*?Leder[\s\S]*?Barnehageplass[\s\S]*?Ser dem/);
		assert.match(page, /Barnehagekontoret for øyene[\s\S]*?9990–9997[\s\S]*?Ytterøyvegen 9998/);
		assert.doesNotMatch(page, /Jonas Granli/, 'of another municipality');
		assert.equal((await c.go(`${desk}/sak/${ref}`)).status, 404);
		assert.equal((await c.post(`${desk}/sak/${ref}/ta`, { csrf: c.csrf })).status, 403);
		assert.equal((await (await staff(SUNNIVA)).go(`${desk}/tilganger`)).status, 403);
	});

	test('a reader of one service changes nothing there, though caseworker of another', async () => {
		const { ref } = await apply('kari'), c = await staff(SUNNIVA);
		sql(`UPDATE desk_right d SET role = 'reader' FROM desk_user u WHERE u.id = d.desk_user_id AND u.subject = '${SUNNIVA}' AND d.service = 'barnehageplass'`);
		try {
			assert.equal((await c.go(`${desk}/sak/${ref}`)).status, 200);
			assert.doesNotMatch(main(c.page.text), /Ta saken|Flytt/);
			assert.ok((await c.post(`${desk}/sak/${ref}/ta`, { csrf: c.csrf })).status >= 403);
			await c.go(`${desk}/sak/${ref}`);
			assert.ok((await c.go(`${desk}/sak/${ref}/enhet`)).status === 403);
			assert.equal(caseOf(ref)[3], 'received');
		} finally {
			sql(`UPDATE desk_right d SET role = 'caseworker' FROM desk_user u WHERE u.id = d.desk_user_id AND u.subject = '${SUNNIVA}' AND d.service = 'barnehageplass'`);
		}
	});
});

/* What a caseworker may press in a case. */
async function refusedIn(c, ref, why) {
	await c.go(`${desk}/sak/${ref}`);
	assert.equal(c.page.status, 200);
	const { csrf } = c;
	assert.match(main(c.page.text), /Du kan ikke behandle denne saken/);
	assert.match(main(c.page.text), why);
	assert.doesNotMatch(main(c.page.text), /Ta saken|Skriv vedtak/);
	const before = looks(ref, 'disqualified');
	for (const [path, body] of [['ta', {}], ['vedtak/forhandsvisning', { utfall: 'reject', grunn: 'full' }], ['vedtak/send', { utfall: 'reject', grunn: 'full' }],
		['enhet', { fra: 'sentrum', enhet: 'oyene' }]]) {
		const answer = await c.post(`${desk}/sak/${ref}/${path}`, { csrf, ...body });
		assert.equal(answer.status, 403, path);
		assert.match(main(answer.text), /Du kan ikke behandle sak/, path);
		assert.match(main(answer.text), why, path);
	}
	for (const path of ['vedtak', 'enhet']) {
		assert.equal((await c.go(`${desk}/sak/${ref}/${path}`)).status, 403, path);
		assert.match(main(c.page.text), /forvaltningsloven § 6/);
	}
	assert.equal(looks(ref, 'disqualified') - before, 6, 'each time is noted');
	assert.deepEqual(events(ref).filter(e => e !== 'submit' && e !== 'desk.disqualify'), []);
	assert.equal(caseOf(ref)[2], 'f');
}

describe('nobody acts in their own or a close one\'s case', () => {
	test('in their own, known by identity number; other work goes on', async () => {
		const own = await apply('petter', { barn_pid: CHILD }), other = await apply('kari');
		const c = await staff(PETTER);
		await refusedIn(c, own.ref, /Saken gjelder deg/);
		await c.go(`${desk}/sak/${other.ref}`);
		assert.doesNotMatch(main(c.page.text), /Du kan ikke behandle/);
		await c.submit({}, { action: '/ta' });
		assert.match(main(c.page.text), /Du har tatt saken/);
	});

	test('nor sees more of it at the desk than the party does', async () => {
		const { ref } = await apply('petter', { barn_pid: CHILD }), at = `${desk}/sak/${ref}`, c = await staff(PETTER), other = await staff(SUNNIVA, `/saksbehandling/sak/${ref}`);
		await other.submit({ notat: 'Bare for oss' }, { action: '/notater' });
		const id = sql(`SELECT n.id FROM case_note n JOIN case_file f ON f.id = n.case_id WHERE f.ref = '${ref}'`)[0][0];
		const file = fileIn(ref, 'andres-helse.txt');
		const sees = async v => {
			const found = new Set();
			for (const path of ['', '/notater', '/dokumenter', `/notater/${id}`, `/vedlegg/${file}`])
				for (const [word] of (await v.go(at + path)).text.matchAll(/Bare for oss|andres-helse|en annens helse/g))
					found.add(word);
			return [...found].sort();
		};
		assert.deepEqual(await sees(c), ['andres-helse', 'en annens helse'], 'what is not exempt');
		await other.go(`${at}/unnta/vedlegg/${file}`);
		await other.submit({ hjemmel: '19-2', grunn: 'Gjelder noen andre' }, { action: '/unnta/' });
		assert.deepEqual(await sees(other), ['Bare for oss', 'andres-helse', 'en annens helse']);
		assert.deepEqual(await sees(c), []);
		await c.go(at);
		assert.match(main(c.page.text), /Du ser ikke det kollegaer har notert/);
		assert.doesNotMatch(main(c.page.text), /Ingen notater/);
	});

	test('who finds out too late lets go of the case, and keeps the message that could not go with it', async () => {
		const mine = await apply('kari'), { ref } = mine, c = await staff(PETTER, `/saksbehandling/sak/${ref}`);
		await c.submit({}, { action: '/ta' });
		await c.go(`${desk}/sak/${ref}/gi-videre`);
		const [petter] = caseOf(ref), id = sql(`SELECT id FROM desk_user WHERE subject = '${PETTER}'`)[0][0], randi = sql(`SELECT id FROM desk_user WHERE subject = '${RANDI}'`)[0][0];
		sql(`INSERT INTO case_address (tenant_id, case_id, address_sha256) VALUES ('9998', '${petter}', sha256('${ref}')), ('9998', (SELECT c.id FROM case_file c
			JOIN desk_user u ON u.person_id = c.person_id WHERE u.id = '${id}' LIMIT 1), sha256('${ref}'))`);
		const kept = await c.submit({ til: randi, melding: 'Ring <mor> før jul.' }, { action: '/gi-videre' });
		assert.equal(kept.status, 403);
		assert.match(main(kept.text), /Du kan gi fra deg saken, men ikke skrive i den[\s\S]*samme adressen[\s\S]*Ring &lt;mor(>|&gt;) før jul\./);
		assert.doesNotMatch(main(kept.text), /<textarea/);
		assert.equal(sql(`SELECT count(*) FROM case_note WHERE case_id = '${petter}'`)[0][0], '0');
		await c.go(`${desk}/sak/${ref}`);
		assert.match(main(c.page.text), /\/gi-videre"[^>]*>Gi fra deg saken/);
		await c.go(`${desk}/sak/${ref}/gi-videre`);
		await c.submit({ til: randi }, { action: '/gi-videre' });
		assert.equal(c.page.status, 200);
		assert.match(main(c.page.text), /Saken er gitt til Randi Holm/);
		assert.deepEqual(events(ref), ['submit', 'assign', 'desk.hand-over']);
		assert.equal((await c.go(`${desk}/sak/${ref}/gi-videre`)).status, 403, 'and it was the last thing they did');
		assert.match(main((await c.post(`${desk}/sak/${ref}/gi-videre`, { csrf: c.csrf, fra: randi, til: 'ingen', melding: 'Mer.' })).text), /Mer\./);
	});

	test('in one that names them, or whom they stand together with elsewhere', async () => {
		const named = await apply('bjorn', { barn_pid: CHILD }, { kontakt: { forelder2: 'ja', forelder2_navn: 'Petter Lie', forelder2_pid: '05917931099' } });
		const child = await apply('ola', { barn_pid: CHILD });
		const c = await staff(PETTER);
		await refusedIn(c, named.ref, /Saken gjelder deg/);
		await refusedIn(c, child.ref, /nevnt sammen i en annen sak/);
		assert.doesNotMatch(logs(), /05917931099/, 'and no number is in the logs');
	});

	test('in one from an address where they have applied from themselves', async () => {
		await apply('petter', { barn_pid: CHILD, adresse: 'Fyrvegen 7 B, 9998 Fjordvik' });
		const near = await apply('torvald', { barn_pid: '02912271741', adresse: 'FYRVEGEN 7b 9998 Fjordvik' });
		const far = await apply('torvald', { barn_pid: '02912271741', adresse: 'Fyrvegen 7 C, 9998 Fjordvik' });
		const c = await staff(PETTER);
		await refusedIn(c, near.ref, /samme adressen/);
		await c.go(`${desk}/sak/${far.ref}`);
		assert.doesNotMatch(main(c.page.text), /Du kan ikke behandle/);
	});

	test('in one where they have said so: it is let go of, others see why, and a leader may judge otherwise', async () => {
		const { ref } = await apply('kari'), c = await staff(SUNNIVA, `/saksbehandling/sak/${ref}`);
		await c.submit({}, { action: '/ta' });
		await c.go(`${desk}/sak/${ref}/inhabil`);
		assert.equal((await c.submit({ grunn: ' ' }, { action: '/inhabil' })).status, 422);
		assert.match(main(c.page.text), /Skriv kort hvorfor/);
		assert.equal((await c.submit({ grunn: 'å'.repeat(2001) }, { action: '/inhabil' })).status, 422);
		assert.match(main(c.page.text), /å{2001}/);
		await c.submit({ grunn: 'Søkeren er <venninnen> min' }, { action: '/inhabil' });
		assert.equal(c.page.status, 200);
		assert.match(main(c.page.text), /Du har selv meldt/);
		assert.equal(caseOf(ref)[2], 'f');
		assert.deepEqual(events(ref), ['submit', 'assign', 'desk.disqualify']);
		assert.doesNotMatch(sql(`SELECT string_agg(data::text, '') FROM case_event e JOIN case_file f ON f.id = e.case_id WHERE f.ref = '${ref}'`)[0][0], /venninnen/);
		assert.equal((await c.post(`${desk}/sak/${ref}/ta`, { csrf: c.csrf })).status, 403);
		assert.match(main(c.page.text), /selv meldt/);
		await c.go(`${desk}/sak/${ref}`);
		assert.equal((await c.post(`${desk}/sak/${ref}/inhabil/habil`, { csrf: c.csrf, hvem: sql(`SELECT id FROM desk_user WHERE subject = '${SUNNIVA}'`)[0][0] })).status, 403);

		const leader = await staff(RANDI, `/saksbehandling/sak/${ref}`);
		assert.match(main(leader.page.text), /Sunniva Berg<\/strong> meldte inhabilitet[\s\S]*&lt;venninnen&gt; min/);
		await leader.submit({}, { action: '/habil' });
		assert.equal(leader.page.status, 200);
		assert.doesNotMatch(main(leader.page.text), /meldte inhabilitet/);
		await c.go(`${desk}/sak/${ref}`);
		await c.submit({}, { action: '/ta' });
		assert.match(main(c.page.text), /Du har tatt saken/);
		assert.equal(skranke('audit', 'verify').status, 0);
	});

	test('and what was typed is there when the session ran out meanwhile', async () => {
		const { ref } = await apply('kari'), c = await staff(SUNNIVA, `/saksbehandling/sak/${ref}/inhabil`);
		sql("UPDATE session SET ended_at = now() WHERE client = 'staff'");
		const over = await c.submit({ grunn: 'Vi er naboer' }, { action: '/inhabil' });
		assert.equal(over.status, 401);
		assert.match(over.text, /value="Vi er naboer"/);
		const again = await staff(SUNNIVA), back = await again.post(`${desk}/sak/${ref}/inhabil`, { grunn: 'Vi er naboer' });
		assert.equal(back.status, 403);
		assert.match(back.text, /Vi er naboer<\/textarea>/);
		assert.deepEqual(events(ref), ['submit']);
	});

	test('not by a way around the pages either: PostgreSQL refuses', async () => {
		const own = await apply('petter', { barn_pid: CHILD }), c = await staff(PETTER, `/saksbehandling/sak/${own.ref}`);
		const token = [...c.jar.values()].map(j => j.get('skranke')).find(Boolean);
		const as = q => sql(`BEGIN; SET LOCAL skranke.session = '${token}'; SET LOCAL skranke.tenant = '9998'; ${q}; COMMIT`, 'skranke_desk');
		assert.deepEqual(as(`SELECT ref FROM case_file WHERE ref = '${own.ref}'`), [[own.ref]], 'the token is his');
		for (const q of [`UPDATE case_file SET assigned_to = session_desk_user() WHERE ref = '${own.ref}'`,
			`UPDATE case_file SET outcome = 'grant' WHERE ref = '${own.ref}'`,
			`INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id) SELECT tenant_id, id, 'grant', 'decided', 'caseworker', session_desk_user() FROM case_file WHERE ref = '${own.ref}'`])
			assert.throws(() => as(q), /a disqualified desk user acts in a case/, q);
		const petter = sql(`SELECT id FROM desk_user WHERE subject = '${PETTER}'`)[0][0], r = await staff(RANDI);
		const theirs = [...r.jar.values()].map(j => j.get('skranke')).find(Boolean);
		assert.throws(() => sql(`BEGIN; SET LOCAL skranke.session = '${theirs}'; SET LOCAL skranke.tenant = '9998'; UPDATE case_file SET assigned_to = '${petter}' WHERE ref = '${own.ref}'; COMMIT`, 'skranke_desk'),
			/a disqualified desk user is given a case/);
	});
});
