/* How the desk shares its work: who has a case, notes, labels, the day it is looked at again; and two at once. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { applied } from './apply.mjs';

const SUNNIVA = 'ansatt-9998-1', PETTER = 'ansatt-9998-2', RANDI = 'ansatt-9998-3';
const caseOf = ref => sql(`SELECT c.state, coalesce(u.name, '-') FROM case_file c LEFT JOIN desk_user u ON u.id = c.assigned_to WHERE c.ref = '${ref}'`)[0];
const eventsOf = ref => sql(`SELECT e.event, coalesce(t.name, '-') FROM case_event e JOIN case_file c ON c.id = e.case_id
	LEFT JOIN desk_user t ON t.id = (e.data ->> 'to')::uuid WHERE c.ref = '${ref}' ORDER BY e.seq`).map(r => r.join(' '));
const notesOf = ref => sql(`SELECT n.text FROM case_note n JOIN case_file c ON c.id = n.case_id WHERE c.ref = '${ref}' ORDER BY n.at`).map(r => r[0]);
const asA = (name, role) => sql(`UPDATE desk_right SET role = '${role}' WHERE role IN ('reader', 'caseworker', 'leader') AND desk_user_id = '${idOf(name)}'`);
const idOf = name => sql(`SELECT id FROM desk_user WHERE name = '${name}'`)[0][0];

async function staff(who, ref, rest = '') {
	const v = new Visitor();
	v.at = `${base}/saksbehandling/sak/${ref}`;
	await v.loginStaff(who, `/saksbehandling/sak/${ref}${rest}`);
	assert.equal(v.page.status, 200);
	v.does = (where, body) => v.post(`${v.at}/${where}`, { csrf: v.csrf, ...body });
	return v;
}
const logOut = v => sql(`UPDATE session SET ended_at = now() WHERE client = 'staff' AND ended_at IS NULL`) && v;
const hidden = (v, name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(v.page.text)?.[1];

describe('who has a case', () => {
	test('is asked when it is taken: who comes second is told, and takes over only knowingly', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref), b = await staff(PETTER, ref);
		await a.submit({}, { action: '/ta' });
		assert.deepEqual(caseOf(ref), ['review', 'Sunniva Berg']);
		const late = await b.submit({}, { action: '/ta' });
		assert.equal(late.status, 409);
		assert.match(late.text, /Sunniva Berg<\/strong> fikk saken før deg/);
		assert.deepEqual(caseOf(ref), ['review', 'Sunniva Berg']);
		const over = await b.submit({}, { action: '/ta' });
		assert.equal(over.status, 200);
		assert.deepEqual(caseOf(ref), ['review', 'Petter Lie']);
	});

	test('is not changed by pressing twice', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref);
		const press = () => a.ask('POST', `${a.at}/ta`, { body: { csrf: a.csrf, fra: '' } });
		assert.equal((await press()).status, 303);
		assert.equal((await press()).status, 303);
		assert.deepEqual(eventsOf(ref), ['submit -', 'assign Sunniva Berg']);
	});

	test('is a named colleague after it was handed over, with a message that the applicant never sees', async () => {
		const { ref, ...citizen } = await applied();
		const a = await staff(SUNNIVA, ref, '/gi-videre');
		assert.match(a.page.text, /Ingen har saken nå/);
		assert.doesNotMatch(a.page.text, /Jonas Granli/);
		await a.submit({ til: idOf('Petter Lie'), melding: 'Ring mor før kl. 12 <b>' }, { action: '/gi-videre' });
		assert.equal(a.page.status, 200);
		assert.match(a.page.text, /Saken er gitt til Petter Lie/);
		assert.deepEqual(caseOf(ref), ['review', 'Petter Lie']);
		assert.deepEqual(eventsOf(ref), ['submit -', 'assign Petter Lie']);
		const b = await staff(PETTER, ref);
		assert.match(b.page.text, /Sunniva Berg<\/strong> til <strong>deg/);
		assert.match(b.page.text, /Ring mor før kl. 12 &lt;b>|Ring mor før kl. 12 &lt;b&gt;/);
		assert.match(b.page.text, /Saken ble gitt til Petter Lie/);
		const k = new Visitor();
		await k.login('kari', `/mine-saker/${ref}`);
		assert.equal(k.page.status, 200);
		assert.doesNotMatch(k.page.text, /Ring mor/);
	});

	test('is nobody after it was given back, and the applicant is not bothered with it', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref);
		await a.submit({}, { action: '/ta' });
		await a.go(`${a.at}/gi-videre`);
		await a.submit({ til: 'ingen', melding: '' }, { action: '/gi-videre' });
		assert.match(a.page.text, /lagt tilbake til fordeling/);
		assert.deepEqual(caseOf(ref), ['review', '-']);
		const k = new Visitor();
		await k.login('kari', `/mine-saker/${ref}`);
		assert.doesNotMatch(k.page.text, /desk\.|fordeling/);
	});

	test('stands when it was changed elsewhere: refused with both shown, and what was written is there', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref, '/gi-videre'), b = await staff(PETTER, ref);
		await b.submit({}, { action: '/ta' });
		const stale = await a.submit({ til: idOf('Randi Holm'), melding: 'Den haster.' }, { action: '/gi-videre' });
		assert.equal(stale.status, 409);
		assert.match(stale.text, /Nå er det Petter Lie som har den/);
		assert.match(stale.text, /Den haster\./);
		assert.match(stale.text, new RegExp(`value="${idOf('Randi Holm')}" checked`));
		assert.deepEqual(caseOf(ref), ['review', 'Petter Lie']);
		await a.submit({ til: idOf('Randi Holm') }, { action: '/gi-videre' });
		assert.deepEqual(caseOf(ref), ['review', 'Randi Holm']);
		assert.deepEqual(notesOf(ref), ['Den haster.']);
	});

	test('is never one who may not work with it, whatever is sent', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref, '/gi-videre');
		for (const til of [idOf('Jonas Granli'), 'x', '', '00000000-0000-7000-8000-000000000000']) {
			const answer = await a.does('gi-videre', { fra: '', til });
			assert.equal(answer.status, 422, til);
			assert.match(answer.text, /Velg hvem som skal ha saken/);
		}
		assert.equal((await a.does('gi-videre', { fra: '', til: idOf('Petter Lie'), melding: 'x'.repeat(2001) })).status, 422);
		assert.deepEqual(caseOf(ref), ['received', '-']);
	});

	test('cannot be asked for a case that is closed', async () => {
		const citizen = await applied(), { ref } = citizen;
		await citizen.go(`${base}/mine-saker/${ref}/trekk`);
		await citizen.post(`${base}/mine-saker/${ref}/trekk`, { csrf: citizen.csrf });
		const a = await staff(SUNNIVA, ref);
		assert.doesNotMatch(a.page.text, /Gi videre/);
		assert.equal((await a.go(`${a.at}/gi-videre`)).status, 409);
		assert.equal((await a.does('gi-videre', { fra: '', til: idOf('Petter Lie') })).status, 409);
	});
});

describe('what was typed', () => {
	test('is there when the session has run out, and when the page is of an earlier login', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref);
		const posts = { 'gi-videre': { fra: '', til: idOf('Petter Lie'), melding: 'Husk dette' }, notater: { notat: 'Husk dette' },
			merker: { nytt: 'Husk dette' }, oppfolging: { dag: '1.2.2027', tekst: 'Husk dette', revisjon: '0' } };
		const csrf = a.csrf;
		logOut(a);
		for (const [where, body] of Object.entries(posts)) {
			const over = await a.post(`${a.at}/${where}`, { csrf, ...body });
			assert.equal(over.status, 401, where);
			assert.match(over.text, /Du er logget ut/);
			a.carried = { ...a.carried, [where]: formsOf(over.text).find(f => f.action.endsWith(where)).fields };
		}
		await a.go(`/saksbehandling/logginn?til=${encodeURIComponent(`/saksbehandling/sak/${ref}`)}`);	/* the provider knows one still */
		for (const where of Object.keys(posts)) {
			const again = await a.post(`${a.at}/${where}`, a.carried[where]);
			assert.equal(again.status, 403, where);
			assert.match(again.text, /Husk dette/, where);
			assert.match(again.text, /ingenting er lagret/, where);
		}
		assert.deepEqual(notesOf(ref), []);
		await a.submit({}, { action: '/oppfolging' });
		assert.match(a.page.text, /Oppfølgingen er lagret/);
	});
});

describe('a note', () => {
	let ref, a;
	before(async () => {
		({ ref } = await applied());
		a = await staff(SUNNIVA, ref);
		await a.submit({ notat: 'Mor ringte.\nHun flytter i mai.' }, { action: '/notater' });
	});

	test('is seen by colleagues, and changed by its author alone; what it said is kept', async () => {
		assert.match(a.page.text, /Notatet er lagret/);
		const b = await staff(PETTER, ref);
		assert.match(b.page.text, /Hun flytter i mai/);
		const [at] = /\/saksbehandling\/sak\/[^"]*\/notater\/[0-9a-f-]{36}/.exec(b.page.text);
		await b.go(at);
		assert.match(b.page.text, /sk-lead">Sunniva Berg, /);
		assert.doesNotMatch(b.page.text, /<textarea/);
		assert.equal((await b.post(at, { csrf: b.csrf, revisjon: '1', notat: 'Nei' })).status, 403);
		await a.go(at);
		await a.submit({ notat: 'Mor ringte igjen.' }, { action: '/notater/' });
		await b.go(at);
		assert.match(b.page.text, /Mor ringte igjen/);
		assert.match(b.page.text, /Tidligere tekst[\s\S]*Hun flytter i mai/);
	});

	test('that is empty or too long is refused, with the text as it was', async () => {
		assert.equal((await a.does('notater', { notat: '  ' })).status, 422);
		const long = await a.does('notater', { notat: 'å'.repeat(10001) });
		assert.equal(long.status, 422);
		assert.match(long.text, /høyst 10 000 tegn/);
		assert.equal((await a.does('notater', { notat: 'å'.repeat(10000) })).status, 200);
	});

	test('saved from a stale page is refused, and both texts are shown', async () => {
		await a.does('notater', { notat: 'Den første' });
		const [at] = /\/saksbehandling\/sak\/[^"]*\/notater\/[0-9a-f-]{36}/.exec(a.page.text);
		await a.go(at);
		const old = hidden(a, 'revisjon');
		await a.submit({ notat: 'Den andre' }, { action: '/notater/' });
		const stale = await a.post(at, { csrf: a.csrf, revisjon: old, notat: 'Den tredje' });
		assert.equal(stale.status, 409);
		assert.match(stale.text, /Slik står det nå[\s\S]*Den andre[\s\S]*Det du skrev[\s\S]*Den tredje/);
		assert.ok(notesOf(ref).includes('Den andre'));
		await a.submit({}, { action: '/notater/' });
		assert.ok(notesOf(ref).includes('Den tredje'));
	});

	test('is released by an act of somebody, once and for good, as it was read', async () => {
		await a.does('notater', { notat: 'Til søkeren' });
		const [at] = /\/saksbehandling\/sak\/[^"]*\/notater\/[0-9a-f-]{36}/.exec(a.page.text);
		const b = await staff(PETTER, ref);
		await b.go(`${at}/frigi`);
		await a.go(at);
		await a.submit({ notat: 'Til søkeren, rettet' }, { action: '/notater/' });
		const stale = await b.submit({}, { action: '/frigi' });
		assert.equal(stale.status, 409);
		assert.match(stale.text, /Til søkeren, rettet/);
		await b.submit({}, { action: '/frigi' });
		assert.match(b.page.text, /Søkeren kan se notatet/);
		assert.match(b.page.text, /Frigitt av Petter Lie/);
		assert.equal((await a.post(at, { csrf: a.csrf, revisjon: '2', notat: 'For sent' })).status, 409);
		assert.match(a.page.text, /Notatet er frigitt, og kan ikke endres/);
		assert.match(a.page.text, /For sent/);
		assert.equal((await b.post(`${at}/frigi`, { csrf: b.csrf, revisjon: '2' })).status, 409);
		const [[event]] = sql(`SELECT e.data ->> 'sha256' = encode(sha256(convert_to(n.text, 'UTF8')), 'hex') FROM case_note n
			JOIN case_event e ON e.case_id = n.case_id AND e.event = 'desk.note-release' AND e.data ->> 'note' = n.id::text WHERE n.released_at IS NOT NULL`);
		assert.equal(event, 't');
	});

	test('of another case is not there', async () => {
		const other = await applied('ola'), [[id]] = sql(`SELECT n.id FROM case_note n JOIN case_file c ON c.id = n.case_id WHERE c.ref = '${ref}' LIMIT 1`);
		assert.equal((await a.go(`${base}/saksbehandling/sak/${other.ref}/notater/${id}`)).status, 404);
		assert.equal((await a.go(`${a.at}/notater/x`)).status, 404);
	});
});

describe('labels', () => {
	test('are put on and taken off, and two who do it at once lose nothing', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref, '/merker'), b = await staff(PETTER, ref, '/merker');
		const labels = () => sql(`SELECT l.label FROM case_label l JOIN case_file c ON c.id = l.case_id WHERE c.ref = '${ref}' ORDER BY 1`).map(r => r[0]);
		await a.submit({ nytt: '  ringt   mor ' }, { action: '/merker' });
		assert.match(a.page.text, /ringt mor/);
		await b.submit({ nytt: 'haster' }, { action: '/merker' });
		assert.deepEqual(labels(), ['haster', 'ringt mor']);
		await a.go(`${a.at}/merker`);
		await a.post(`${a.at}/merker`, [['csrf', a.csrf], ['var', 'haster'], ['var', 'ringt mor'], ['merke', 'haster']]);
		assert.deepEqual(labels(), ['haster']);
		for (const nytt of ['x'.repeat(41), 'a/b'])
			assert.equal((await a.does('merker', { nytt })).status, 422, nytt);
		assert.match(a.page.text, /a\/b/);
		assert.deepEqual(eventsOf(ref).slice(1), ['desk.label -', 'desk.label -', 'desk.unlabel -']);
	});
});

describe('follow-up', () => {
	test('is a day of one\'s own; a stale save is refused with both shown', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref, '/oppfolging'), b = await staff(PETTER, ref, '/oppfolging');
		const day = () => sql(`SELECT coalesce(f.day::text, '-') || ' ' || f.text FROM case_follow_up f JOIN case_file c ON c.id = f.case_id WHERE c.ref = '${ref}'`)[0][0];
		const due = sql(`SELECT due_at FROM case_file WHERE ref = '${ref}'`)[0][0];
		await a.submit({ dag: '1.2.2027', tekst: 'ring mor' }, { action: '/oppfolging' });
		assert.match(a.page.text, /1\. februar 2027/);
		const stale = await b.submit({ dag: '3.4.2027', tekst: 'ring far' }, { action: '/oppfolging' });
		assert.equal(stale.status, 409);
		assert.match(stale.text, /Sunniva Berg endret dette/);
		assert.match(stale.text, /1\. februar 2027<\/strong>, «ring mor»/);
		assert.match(stale.text, /value="ring far"/);
		assert.deepEqual(day(), '2027-02-01 ring mor');
		await b.submit({}, { action: '/oppfolging' });
		assert.deepEqual(day(), '2027-04-03 ring far');
		assert.equal((await b.does('oppfolging', { dag: 'snart', revisjon: '2' })).status, 422);
		assert.match(b.page.text, /value="snart"/);
		assert.equal((await b.does('oppfolging', { dag: '', tekst: 'x'.repeat(201), revisjon: '2' })).status, 422);
		await b.go(`${b.at}/oppfolging`);
		await b.submit({ dag: '', tekst: '' }, { action: '/oppfolging' });
		assert.deepEqual(day(), '-');
		const n = eventsOf(ref).length;
		await b.go(`${b.at}/oppfolging`);
		await b.submit({ dag: '', tekst: '' }, { action: '/oppfolging' });
		assert.equal(eventsOf(ref).length, n, 'what is as it was is no event');
		assert.equal(sql(`SELECT due_at FROM case_file WHERE ref = '${ref}'`)[0][0], due);
	});
});

describe('two in one case', () => {
	test('the second sees who, and whether they only look', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref);
		assert.doesNotMatch(a.page.text, /har saken åpen|skriver i saken/);
		const b = await staff(PETTER, ref);
		assert.match(b.page.text, /Sunniva Berg<\/strong> har saken åpen/);
		await a.submit({}, { action: '/ta' });
		await a.go(`${a.at}/vedtak`);
		await b.go(b.at);
		assert.match(b.page.text, /Sunniva Berg<\/strong> skriver i saken/);
		sql(`UPDATE access_log SET at = at - interval '6 minutes' WHERE case_id = (SELECT id FROM case_file WHERE ref = '${ref}')`);
		await b.go(b.at);
		assert.doesNotMatch(b.page.text, /Sunniva Berg<\/strong> (har saken åpen|skriver)/);
	});
});

describe('who may only look', () => {
	test('follows, and changes nothing', async () => {
		const { ref } = await applied();
		asA('Randi Holm', 'reader');
		try {
			const c = await staff(RANDI, ref);
			assert.doesNotMatch(c.page.text, /Ta saken|Gi videre|Lagre notatet/);
			await c.submit({}, { action: '/folg' });
			assert.match(c.page.text, /Du følger saken/);
			for (const [where, body] of [['ta', {}], ['gi-videre', { fra: '', til: idOf('Petter Lie') }], ['notater', { notat: 'x' }],
				['merker', { nytt: 'x' }], ['oppfolging', { dag: '1.2.2027', revisjon: '0' }]])
				assert.equal((await c.ask('POST', `${c.at}/${where}`, { body: { csrf: c.csrf, ...body } })).status, 403, where);
			assert.deepEqual(eventsOf(ref), ['submit -']);
		} finally {
			asA('Randi Holm', 'leader');
		}
	});

	test('in one service, and works in another, is told so in the one, and loses no word', async () => {
		const { ref } = await applied(), mine = `desk_user_id = '${idOf('Petter Lie')}' AND service = 'barnehageplass'`;
		sql(`UPDATE desk_right SET role = 'reader' WHERE ${mine}`);
		try {
			const c = await staff(PETTER, ref);
			for (const [where, body] of [['ta', {}], ['gi-videre', { fra: '', til: idOf('Randi Holm'), melding: 'Husk dette' }], ['notater', { notat: 'Husk dette' }],
				['merker', { nytt: 'x' }], ['oppfolging', { dag: '1.2.2027', revisjon: '0' }], ['vedtak/send', { utfall: 'reject', grunn: 'full', tekst: 'Husk dette' }],
				['mangler/send', { melding: 'Husk dette' }], ['enhet', { fra: 'sentrum', enhet: 'oyene' }], ['klage/opprettholde', { vurdering: 'Husk dette' }]]) {
				const answer = await c.ask('POST', `${c.at}/${where}`, { body: { csrf: c.csrf, ...body } });
				assert.equal(answer.status, 403, where);
				assert.match(answer.text, /har ikke tilgang|kan ikke/, where);
				if (Object.values(body).includes('Husk dette'))
					assert.match(answer.text, /Husk dette/, where);
			}
			assert.equal((await c.ask('POST', `${base}/saksbehandling/sak/BHG-2026-999999/ta`, { body: { csrf: c.csrf } })).status, 404);
			assert.deepEqual(eventsOf(ref), ['submit -']);
		} finally {
			sql(`UPDATE desk_right SET role = 'caseworker' WHERE ${mine}`);
		}
	});
});

describe('lists of one\'s own', () => {
	test('say what has happened in cases that one follows since they were looked at', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref), b = await staff(PETTER, ref);
		const row = () => new RegExp(`>${ref}</a>( <span[^>]*>Nytt)?`).exec(a.page.text)?.[0];
		await a.does('folg', { folg: 'ja' });
		await a.go(`${base}/saksbehandling/folger`);
		assert.ok(row());
		assert.doesNotMatch(row(), /Nytt/);
		await b.submit({}, { action: '/ta' });
		await a.go(`${base}/saksbehandling/folger`);
		assert.match(row(), /Nytt/);
		await b.go(`${base}/saksbehandling/folger`);
		assert.doesNotMatch(b.page.text, new RegExp(ref));
		await a.go(a.at);
		await a.go(`${base}/saksbehandling/folger`);
		assert.doesNotMatch(row(), /Nytt/);
		await a.go(a.at);
		await a.does('folg', { folg: 'nei' });
		await a.go(`${base}/saksbehandling/folger`);
		assert.equal(row(), undefined);
	});

	test('are cases with a label, and cases whose day comes', async () => {
		const { ref } = await applied(), a = await staff(SUNNIVA, ref, '/merker');
		await a.submit({ nytt: 'test & <b>' }, { action: '/merker' });
		await a.does('oppfolging', { dag: '1.2.2027', tekst: 'ring', revisjon: '0' });
		await a.go(`${base}/saksbehandling/merket`);
		assert.match(a.page.text, /test &amp; &lt;b(>|&gt;) \(1\)/);
		await a.go(`${base}/saksbehandling/merket?merke=${encodeURIComponent('test & <b>')}`);
		assert.match(a.page.text, new RegExp(ref));
		await a.go(`${base}/saksbehandling/oppfolging`);
		assert.match(a.page.text, new RegExp(`${ref}[\\s\\S]*01\\.02\\.2027`));
		await a.go(`${base}/saksbehandling/oppfolging?etter=2027-02-02,00000000-0000-7000-8000-000000000000`);
		assert.doesNotMatch(a.page.text, new RegExp(ref));
		for (const etter of ['x', "2027-02-02,'", ',', '2027-02-31,00000000-0000-7000-8000-000000000000'])
			assert.equal((await a.go(`${base}/saksbehandling/folger?etter=${encodeURIComponent(etter)}`)).status, 200, etter);
	});
});

describe('a look at a case', () => {
	test('that cannot be noted down shows nothing, though all of it was read', async () => {
		const { ref } = await applied(), v = await staff(SUNNIVA, ref);
		assert.match(v.page.text, /Kari Nordmann/);
		sql(`CREATE FUNCTION no_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$;
			CREATE CONSTRAINT TRIGGER no_note AFTER INSERT ON access_log DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_note()`);
		try {
			const refused = await v.go(v.at);
			assert.equal(refused.status, 503);
			assert.doesNotMatch(refused.text, new RegExp(`${ref}</h1>|Ola Nordmann|Søker`));
		} finally {
			sql('DROP FUNCTION no_note CASCADE');
		}
		assert.equal((await v.go(v.at)).status, 200);
		assert.match(v.page.text, /Kari Nordmann/);
	});
});
