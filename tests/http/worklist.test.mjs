/* The worklists of the desk: what each holds, how it is narrowed down, and how one gets through it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Visitor } from '../harness/http.mjs';
import { base, neighbour, sql } from '../harness/stack.mjs';
import { answers, applied, main, places, year } from './apply.mjs';
import { appliedPrice, june } from './decide.mjs';

/* A family that no other run has had. */
const FAMILY = `Ård${[...String(Date.now())].map(d => 'abcdefghij'[d]).join('')}`;
const CHILDREN = ['Wilma', 'Wanja', 'Willy', 'Waldo', 'Wera'].map(n => `${n} ${FAMILY}`);
const refs = [];
let desk, sunniva, petter;

const child = (name, more = {}) => ({ ...answers(), barnet: { ...answers().barnet, barn_navn: name }, ...more });
const decode = s => s.replace(/&amp;/g, '&').replace(/&quot;/g, '"').replace(/&#39;/g, '\'');
const shown = page => [...main(page.text).matchAll(/name="sak"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="sak"/g)].map(m => m[1] ?? m[2]);
const ours = list => list.filter(r => refs.includes(r));
const numbers = (...i) => i.map(k => refs[k]);
/* Other tests have cases of services that Sunniva has no right to. */
const hers = () => `tenant_id = '9998' AND NOT graded AND service IN (SELECT service FROM desk_right
    WHERE tenant_id = '9998' AND desk_user_id = '${sunniva}')`;
const set = (i, what) => sql(`SET session_replication_role = replica; UPDATE case_file SET ${what} WHERE ref = '${refs[i]}'`);
const href = (page, word) => decode(new RegExp(`href="([^"]*)"[^>]*>[^<]*${word}`).exec(main(page.text))?.[1] ?? '');

async function all(query) {
	const seen = [];
	for (let at = `/saksbehandling?${query}`; at;) {
		const page = await desk.go(base + at);
		assert.equal(page.status, 200);
		seen.push(...shown(page));
		at = href(page, 'Neste side');
	}
	return seen;
}

before(async () => {
	for (const name of CHILDREN)
		refs.push((await applied('ola', child(name, name.startsWith('Wera') ? { oppstart: { ...answers().oppstart, soknadstype: 'bytte', naa_barnehage: places()[3] } } : {}))).ref);
	[sunniva, petter] = ['ansatt-9998-1', 'ansatt-9998-2'].map(s => sql(`SELECT id FROM desk_user WHERE subject = '${s}'`)[0][0]);
	set(0, `assigned_to = '${sunniva}', state = 'review', due_at = now() + interval '20 days'`);
	set(1, `due_at = now() + interval '3 days'`);
	set(2, `due_at = now() - interval '1 hour', assigned_to = '${petter}', state = 'review'`);
	set(3, `assigned_to = '${sunniva}', state = 'review', ball = 'applicant', due_at = now() + interval '30 days'`);
	set(4, `state = 'decided', ball = 'applicant', due_at = NULL, decided_at = now(), outcome = 'grant', assigned_to = '${sunniva}'`);
	desk = new Visitor();
	await desk.loginStaff('ansatt-9998-1');
});

/* What their chains say stands again. */
after(() => refs.forEach((ref, i) => set(i, `state = (SELECT e.to_state FROM case_event e WHERE e.case_id = case_file.id ORDER BY e.seq DESC LIMIT 1),
	ball = 'municipality', outcome = NULL, decided_at = NULL`)));

/* What a program that knows nothing of us reads in a spreadsheet: its type, and of each cell the kind, the day and the text. */
async function sheetOf(answer) {
	const dir = mkdtempSync(join(tmpdir(), 'ods-'));
	try {
		writeFileSync(join(dir, 'a.ods'), Buffer.from(await answer.arrayBuffer()));
		return JSON.parse(execFileSync('/usr/bin/python3', ['-c', `
import sys, json, zipfile, xml.etree.ElementTree as E
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None and z.namelist()[0] == 'mimetype'
o, t, x = ('{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}' % n for n in ('office', 'table', 'text'))
rows = [[(c.get(o + 'value-type'), c.get(o + 'date-value'), ''.join(c.itertext())) for c in r.iter(t + 'table-cell')] for r in E.fromstring(z.read('content.xml')).iter(t + 'table-row')]
print(json.dumps({'type': z.read('mimetype').decode(), 'rows': rows}))`, join(dir, 'a.ods')], { encoding: 'utf8' }));
	} finally {
		rmSync(dir, { recursive: true });
	}
}

describe('the lists', () => {
	test('each holds what its name says, and nothing that is done', async () => {
		assert.deepEqual(ours(await all('liste=mine')).sort(), numbers(0, 3).sort());
		assert.deepEqual(ours(await all('liste=ledige')), numbers(1));
		assert.deepEqual(ours(await all('liste=snart')), numbers(1));
		assert.deepEqual(ours(await all('liste=over')), numbers(2));
		assert.deepEqual(ours(await all('liste=venter')), numbers(3));
		assert.deepEqual(ours(await all('liste=alle')).sort(), numbers(0, 1, 2, 3).sort());
		assert.deepEqual(ours(await all('liste=alle&status=ferdig')), numbers(4));
		assert.deepEqual(ours(await all('liste=alle&status=alle')).sort(), [...refs].sort());
		assert.deepEqual(ours(await all('liste=alle&status=decided')), numbers(4));
	});

	test('beside each stands how many it holds', async () => {
		const count = where => Number(sql(`SELECT count(*) FROM case_file WHERE ${hers()} AND open AND ${where}`)[0][0]);
		const page = main((await desk.go(`${base}/saksbehandling?liste=alle`)).text);
		for (const [list, where] of [['mine', `assigned_to = '${sunniva}'`], ['ledige', 'assigned_to IS NULL'], ['over', 'due_at < now()'], ['venter', `ball = 'applicant'`]]) {
			const n = count(where);
			const said = new RegExp(`liste=${list}"[^>]*>[^<]*<span[^>]*>([0-9]+\\+?)`).exec(page)?.[1];
			assert.equal(said, n >= 100 ? '100+' : String(n), list);
		}
	});

	test('without a list one comes to one\'s own cases', async () => {
		assert.match(main((await desk.go(`${base}/saksbehandling`)).text), /aria-current="page">Mine/);
	});

	test('pages go both ways and show each case once', async () => {
		const should = sql(`SELECT ref FROM case_file WHERE ${hers()} ORDER BY received_at, id`).map(r => r[0]);
		const those = list => list.filter(r => should.includes(r));		/* others may come meanwhile */
		assert.deepEqual(those(await all('liste=alle&status=alle&sorter=mottatt')), should);
		assert.deepEqual(those(await all('liste=alle&status=alle&sorter=-mottatt')), [...should].reverse());
		const key = sql(`SELECT coalesce(due_at, 'infinity') || ',' || id FROM case_file WHERE ref = '${refs[3]}'`)[0][0];
		const back = await desk.go(`${base}/saksbehandling?liste=alle&sorter=frist&for=${encodeURIComponent(key)}`);
		const soonest = sql(`SELECT ref FROM case_file WHERE ${hers()} AND open AND due_at < (SELECT due_at FROM case_file WHERE ref = '${refs[3]}')
		    ORDER BY due_at DESC, id DESC LIMIT 50`).map(r => r[0]).reverse();
		assert.deepEqual(shown(back), soonest);
		assert.match(main(back.text), /Neste side/);
	});

	test('what cannot be read in the address counts as absent', async () => {
		for (const q of ['liste=tull', 'liste=mine&etter=x,y', 'liste=alle&sorter=navn', 'ansvarlig=meg', 'liste=alle&fra=i%20g%C3%A5r', 'valg.=1', `liste=alle&sok=${'x'.repeat(300)}`,
			'liste=alle&sok=%27%3B--', 'liste=alle&sok=%26%7C!%3A*', 'liste=alle&status=%25', 'liste=alle&valg.barn_navn=%22%7D', 'liste=alle&for=infinity,00000000-0000-7000-8000-000000000000'])
			assert.equal((await desk.go(`${base}/saksbehandling?${q}`)).status, 200, q);
		assert.match(main((await desk.go(`${base}/saksbehandling?fra=i%20g%C3%A5r`)).text), /«i går» er ikke en dag vi forstår/);
	});
});

describe('filters', () => {
	const open = q => all(`liste=alle&status=alle&${q}`);
	test('by service, by who has it, and by the day it came', async () => {
		assert.deepEqual(ours(await open('tjeneste=redusert-foreldrebetaling')), []);
		assert.equal(ours(await open('tjeneste=barnehageplass')).length, 5);
		assert.deepEqual(ours(await open(`ansvarlig=${petter}`)), numbers(2));
		const today = sql(`SELECT to_char(now() AT TIME ZONE 'Europe/Oslo', 'DD.MM.YYYY'), to_char(now() AT TIME ZONE 'Europe/Oslo' - interval '1 day', 'YYYY-MM-DD')`)[0];
		assert.equal(ours(await open(`fra=${today[0]}&til=${today[0]}`)).length, 5);
		assert.deepEqual(ours(await open(`til=${today[1]}`)), []);
	});

	test('by unit', async () => {
		sql(`INSERT INTO unit (tenant_id, id, name) VALUES ('9998', 'prove', 'Prøveenheten') ON CONFLICT DO NOTHING`);
		set(1, `unit_id = 'prove'`);
		assert.deepEqual(ours(await open('enhet=prove')), numbers(1));
		assert.ok(!ours(await open('enhet=ingen')).includes(refs[1]));
	});

	test('by label: in the list, beside a case and in the file; a label that no case has finds none', async () => {
		sql(`INSERT INTO case_label (tenant_id, case_id, label) SELECT tenant_id, id, 'ringt & venter' FROM case_file WHERE ref IN ('${refs[1]}', '${refs[3]}')`);
		const q = 'merke=ringt+%26+venter';
		assert.deepEqual(ours(await open(q)).sort(), numbers(1, 3).sort());
		assert.deepEqual(ours(await open('merke=ukjent')), []);
		const page = await desk.go(`${base}/saksbehandling?liste=alle&status=alle&${q}`);
		assert.match(page.text, /<option value="ringt &amp; venter" selected[^>]*>ringt &amp; venter</, 'the choice stands');
		assert.match(page.text, /Merke:<\/span>\s*ringt &amp; venter/, 'and what narrows the list down is said');
		const one = await desk.go(`${base}/saksbehandling/sak/${refs[1]}?liste=alle&status=alle&${q}`);
		assert.ok(one.text.includes(`/sak/${refs[3]}?`) && !one.text.includes(`/sak/${refs[2]}?`), 'the next case is the next that has it');
		const file = await desk.ask('GET', `${base}/saksbehandling/liste.csv?liste=alle&status=alle&${q}`);
		assert.ok(file.text.includes(refs[1]) && !file.text.includes(refs[2]), 'the file holds what is shown');
		const cookie = [...desk.jar.get(new URL(base).host)].map(([k, v]) => `${k}=${v}`).join('; ');
		const sheet = await sheetOf(await fetch(`${base}/saksbehandling/liste.ods?liste=alle&status=alle&${q}`, { headers: { cookie } }));
		assert.deepEqual(ours(sheet.rows.slice(1).map(r => r[0][2])).sort(), numbers(1, 3).sort(), 'and so does the spreadsheet');
		await desk.go(`${base}/saksbehandling`);
		await desk.post(`${base}/saksbehandling/sok`, { csrf: desk.csrf, liste: `liste=alle&status=alle&${q}`, navn: 'Ringt' });
		const [, kept] = /href="(\/saksbehandling\?[^"]*)"[^>]*>Ringt</.exec(main(desk.page.text));
		assert.deepEqual(ours(shown(await desk.go(base + kept.replaceAll('&amp;', '&')))).sort(), numbers(1, 3).sort(), 'and a search that is kept');
		sql(`DELETE FROM desk_search`);
		sql(`DELETE FROM case_label WHERE label = 'ringt & venter'`);
		assert.ok(!(await desk.go(`${base}/saksbehandling?liste=alle`)).text.includes('>ringt &amp; venter<'), 'a label that no case has any more is no choice');
	});

	test('by answers that the form marks as columns: a choice, a day, a part of a text', async () => {
		assert.deepEqual(ours(await open('valg.soknadstype=bytte')), numbers(4));
		assert.equal(ours(await open(`dato.oppstart=16.8.${year}`)).length, 5);
		assert.deepEqual(ours(await open(`dato.oppstart=17.8.${year}`)), []);
		assert.deepEqual(ours(await open('svar.barn_navn=willy')), numbers(2));
	});

	test('no identity number is kept as a column', () => {
		assert.equal(sql(`SELECT count(*) FROM case_file WHERE columns::text ~ '[0-9]{11}'`)[0][0], '0');
		/* an amount that was worked out may have as many digits */
		assert.equal(sql(`SELECT count(*) FROM case_words w JOIN person p ON strpos(w.words::text, p.pid) > 0`)[0][0], '0');
		assert.equal(sql(`SELECT count(*) FROM case_words WHERE strpos(words::text, '14832560252') > 0`)[0][0], '0');
	});
});

describe('words', () => {
	const find = q => all(`liste=alle&status=alle&sok=${encodeURIComponent(q)}`);
	test('each begins a word of the applicant\'s name, the answers or the number', async () => {
		assert.deepEqual(ours(await find('wanja')), numbers(1));
		assert.deepEqual(ours(await find(`${FAMILY.toLowerCase()} wer`)), numbers(4));
		assert.deepEqual(ours(await find('anja')), []);
		assert.deepEqual(await find('wanja finnesikke'), []);
		assert.ok(ours(await find(refs[3].replace(/.*-0*/, ''))).includes(refs[3]));
	});

	test('a case number leads right to the case, however it is written', async () => {
		for (const typed of [refs[2], refs[2].toLowerCase(), refs[2].replaceAll('-', ' '), refs[2].replace(/-0+/, '-')]) {
			const answer = await desk.ask('GET', `${base}/saksbehandling?sok=${encodeURIComponent(typed)}`);
			assert.equal(answer.status, 303, typed);
			assert.equal(answer.headers.location, `/saksbehandling/sak/${refs[2]}`);
		}
		assert.equal((await desk.ask('GET', `${base}/saksbehandling?sok=BHG-2020-999999`)).status, 200);
	});

	test('a name that is changed is found by the new one', async () => {
		const id = sql(`SELECT person_id FROM case_file WHERE ref = '${refs[0]}'`)[0][0];
		const name = sql(`SELECT name FROM person WHERE id = '${id}'`)[0][0];
		sql(`UPDATE person SET name = 'Đorđe Nyttnavn' WHERE id = '${id}'`);
		assert.equal(ours(await find('dorde nyttn')).length, 5);
		sql(`UPDATE person SET name = '${name}' WHERE id = '${id}'`);
		assert.deepEqual(ours(await find('nyttnavn')), []);
	});

	test('nothing of another municipality is found', async () => {
		const other = new Visitor(neighbour);
		await other.loginStaff('ansatt-9997-1');
		const page = await other.go(`${neighbour}/saksbehandling?liste=alle&status=alle&sok=wanja`);
		assert.match(main(page.text), /Ingen saker passer/);
		assert.equal((await other.ask('GET', `${neighbour}/saksbehandling?sok=${refs[0]}`)).status, 200);
	});
});

describe('from case to case', () => {
	test('next and previous follow the list and its filters, also when the case has left it', async () => {
		const list = `liste=alle&svar.barn_navn=${encodeURIComponent(FAMILY)}&sorter=frist`;
		const order = await all(list);
		assert.deepEqual(order, numbers(2, 1, 0, 3));
		let page = await desk.go(`${base}/saksbehandling/sak/${order[0]}?${list}`);
		assert.match(main(page.text), /Først i lista/);
		for (const next of order.slice(1)) {
			page = await desk.go(base + href(page, 'Neste'));
			assert.match(page.url, new RegExp(next));
		}
		assert.match(main(page.text), /Sist i lista/);
		assert.match(page.url, /svar\.barn_navn/);
		page = await desk.go(base + href(page, '← Forrige'));
		assert.match(page.url, new RegExp(order[2]));
		await desk.go(`${base}/saksbehandling/sak/${order[1]}?liste=ledige&svar.barn_navn=${encodeURIComponent(FAMILY)}`);
		await desk.submit({}, { action: '/ta' });
		assert.match(desk.page.url, /tatt=1&liste=ledige/);
		set(1, `assigned_to = NULL, state = 'received'`);
	});

	test('a case opened by itself says nothing of a list', async () => {
		const page = await desk.go(`${base}/saksbehandling/sak/${refs[0]}`);
		assert.doesNotMatch(main(page.text), /Neste|i lista/);
	});
});

describe('what one chooses to see', () => {
	const post = (path, fields) => desk.post(base + path, { csrf: desk.csrf, ...fields });
	test('columns are one\'s own, and answers stand in them in words', async () => {
		await desk.go(`${base}/saksbehandling?liste=alle`);
		await post('/saksbehandling/kolonner', { liste: 'liste=alle&svar.barn_navn=wera&status=alle', kolonne: ['soker', 'vedtak', 'barnehageplass.soknadstype', 'barnehageplass.oppstart', '<b>'] });
		assert.equal(desk.page.status, 200);
		const table = /<table[\s\S]*<\/table>/.exec(desk.page.text)[0];
		assert.match(table, /Søker om[\s\S]*<\/thead>/);
		assert.doesNotMatch(table, /Saksbehandler/);
		assert.match(table, new RegExp(`16\\.08\\.${year}[\\s\\S]*Bytte til|Bytte til[\\s\\S]*16\\.08\\.${year}`));
		const other = new Visitor();
		await other.loginStaff('ansatt-9998-2');
		assert.match(other.page.text, /Saksbehandler/);
		sql(`DELETE FROM desk_choice`);
	});

	test('a search is saved, shared, seen by a colleague, and removed by its owner alone', async () => {
		await desk.go(`${base}/saksbehandling?liste=alle`);
		await post('/saksbehandling/sok', { liste: 'liste=alle&valg.soknadstype=bytte&tull=1', navn: 'Bytter først', del: '1' });
		await post('/saksbehandling/sok', { liste: 'liste=mine&sok=a', navn: 'Bare min' });
		assert.match(main(desk.page.text), /Søket er lagret/);
		assert.match(main(desk.page.text), /href="\/saksbehandling\?liste=alle&amp;valg\.soknadstype=bytte"[^>]*>Bytter først/);
		await post('/saksbehandling/sok', { liste: 'liste=mine', navn: ' ' });
		assert.match(main(desk.page.text), /Søket er ikke lagret/);
		const other = new Visitor();
		await other.loginStaff('ansatt-9998-2');
		assert.match(main(other.page.text), /Bytter først<\/a> <span class="sk-quiet">fra Sunniva/);
		assert.doesNotMatch(main(other.page.text), /Bare min/);
		const id = sql(`SELECT id FROM desk_search WHERE name = 'Bytter først'`)[0][0];
		await other.post(`${base}/saksbehandling/sok/${id}/slett`, { csrf: other.csrf });
		assert.equal(sql(`SELECT count(*) FROM desk_search`)[0][0], '2');
		await post(`/saksbehandling/sok/${id}/slett`, {});
		assert.doesNotMatch(main(desk.page.text), /Bytter først/);
		assert.equal((await desk.post(`${base}/saksbehandling/sok`, { navn: 'x' })).status, 403);
		sql(`DELETE FROM desk_search`);
	});
});

describe('a file of what is shown', () => {
	const looked = () => Number(sql(`SELECT count(*) FROM access_log a JOIN case_file c ON c.id = a.case_id WHERE a.what = 'export' AND c.ref IN (${refs.map(r => `'${r}'`)})`)[0][0]);
	const file = end => desk.ask('GET', `${base}/saksbehandling/liste.${end}?liste=alle&status=alle&svar.barn_navn=${encodeURIComponent(FAMILY)}&sorter=mottatt`);

	test('CSV holds the rows of the list, cannot run a formula, and each case is logged', async () => {
		const id = sql(`SELECT person_id FROM case_file WHERE ref = '${refs[0]}'`)[0][0];
		const name = sql(`SELECT name FROM person WHERE id = '${id}'`)[0][0];
		sql(`UPDATE person SET name = '=HYPERLINK("x")' WHERE id = '${id}'`);
		const before = looked(), answer = await file('csv');
		sql(`UPDATE person SET name = '${name}' WHERE id = '${id}'`);
		assert.equal(answer.status, 200);
		assert.match(answer.headers['content-disposition'], /attachment; filename="saker-\d{4}-\d\d-\d\d\.csv"/);
		const lines = answer.text.replace(/^\ufeff/, '').trimEnd().split('\r\n');
		assert.match(lines[0], /^"Sak";"Gjelder";"Søker"/);
		assert.deepEqual(lines.slice(1).map(l => l.slice(1, l.indexOf('"', 1))), refs);
		assert.match(lines[1], /;"'=HYPERLINK\(""x""\)";/);
		assert.equal(looked(), before + 5);
	});

	test('CSV has amounts and days as a Norwegian spreadsheet reads them', async () => {
		const { ref } = await appliedPrice();
		await desk.go(`${base}/saksbehandling?liste=alle`);
		await desk.post(`${base}/saksbehandling/kolonner`, { csrf: desk.csrf, liste: 'liste=alle', kolonne: ['redusert-foreldrebetaling.til_sammen', 'redusert-foreldrebetaling.fra'] });
		const { text } = await desk.ask('GET', `${base}/saksbehandling/liste.csv?liste=alle&tjeneste=redusert-foreldrebetaling&sorter=-mottatt`);
		sql(`DELETE FROM desk_choice`);
		assert.equal(text.split('\r\n').find(l => l.includes(ref)), `"${ref}";"${june}";667,00`);
	});

	test('ODS is a whole zip that a reader opens, with days as days', async () => {
		const cookie = [...desk.jar.get(new URL(base).host)].map(([k, v]) => `${k}=${v}`).join('; ');
		const answer = await fetch(`${base}/saksbehandling/liste.ods?liste=alle&status=alle&svar.barn_navn=${encodeURIComponent(FAMILY)}&sorter=mottatt`, { headers: { cookie } });
		const { type, rows } = await sheetOf(answer);
		assert.equal(type, 'application/vnd.oasis.opendocument.spreadsheet');
		assert.deepEqual(rows.slice(1).map(r => r[0][2]), refs);
		assert.match(rows[1].find(c => c[0] === 'date')[1], /^\d{4}-\d\d-\d\d$/);
	});

	test('without a session there is no file', async () => {
		assert.equal((await new Visitor().ask('GET', `${base}/saksbehandling/liste.csv?liste=alle`)).status, 303);
	});
});
