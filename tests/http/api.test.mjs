/* The public journal for machines: eInnsyn's objects, page by page, and no more than anybody may see. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, sql, start, stop, until, workers } from '../harness/stack.mjs';
import { fence } from './apply.mjs';
import { file, judge } from './einnsyn.mjs';

const api = `${base}/api/innsyn/9998`;
const machine = new Visitor(base);
const ask = (path, how = {}, method = 'GET') => machine.ask(method, path.startsWith('http') ? path : `${api}/${path}`, how);

async function get(path) {
	const answer = await ask(path);
	assert.equal(answer.status, 200, `${path}: ${answer.text}`);
	assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
	return JSON.parse(answer.text);
}

/* What stands in the database as if it had been journaled: the triggers are not what is tried here. */
const put = text => sql(`SET session_replication_role = replica; ${text}`);
const old = (n, more = {}) => put(`INSERT INTO journal_entry (tenant_id, year, n, case_id, case_ref, case_n, service, kind, document_on, journal_on,
	case_title, title, case_title_screened, party, screened, law)
    SELECT '9998', ${more.year}, g, md5('api ${more.year} ' || (g - 1) / 3)::uuid, 'API-${more.year}-' || lpad(((g - 1) / 3)::text, 6, '0'), (g - 1) % 3 + 1, 'gjerde',
	'inngaaende_dokument', '${more.year}-02-03', '${more.year}-02-04', 'Gjerde på 12/34', 'Søknad «"\\</script>»', 'Gjerde på *****', 'Hemmelige Hansen',
	${more.screened ?? false}, 'offentleglova § 13' FROM generate_series(1, ${n}) g ON CONFLICT DO NOTHING`);

/* Every page from there, following the links. */
async function walk(path, way = 'next', most = 50, name = 'id') {
	const pages = [];
	for (let at = path; at !== undefined && pages.length < most;) {
		const page = await get(at);
		pages.push(page.items.map(i => i[name]));
		at = page[way];
	}
	return pages;
}

describe('the public journal for machines', () => {
	let ref, entry, saksmappe;
	const found = async () => (await get('journalpost?limit=100&expand=saksmappe')).items.filter(i => i.saksmappe.saksnummer === ref);

	before(async () => {
		put(`DELETE FROM journal_screen WHERE entry_id IN (SELECT id FROM journal_entry WHERE case_ref LIKE 'API-%'); DELETE FROM journal_entry WHERE case_ref LIKE 'API-%'`);
		ref = await fence('31');
		entry = (await found()).find(i => i.journalpostnummer === 1);
		saksmappe = entry.saksmappe;
		assert.ok(await until('the receipt', async () => (await found()).find(i => i.journalposttype === 'utgaaende_dokument'), 60000));
	});

	test('has an entry as the page shows it, with its document, its sender and its case', async () => {
		const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' }), year = Number(today.slice(0, 4));
		const { id, systemId, journalenhet, korrespondansepart: [from], dokumentbeskrivelse: [doc], saksmappe: _, ...rest } = entry;
		assert.deepEqual(rest, { entity: 'Journalpost', deleted: false, offentligTittel: 'Søknad om gjerde', offentligTittelSensitiv: 'Søknad om gjerde',
			journalaar: year, journalsekvensnummer: rest.journalsekvensnummer, journalpostnummer: 1, journalposttype: 'inngaaende_dokument',
			journaldato: today, dokumentetsDato: today, administrativEnhetObjekt: journalenhet });
		assert.match(id, /^jp_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
		assert.deepEqual([from.entity, from.korrespondansepartNavn, from.korrespondanseparttype], ['Korrespondansepart', 'Kari Nordmann', 'avsender']);
		assert.deepEqual([doc.entity, doc.tittel, doc.dokumentnummer, doc.dokumentobjekt], ['Dokumentbeskrivelse', 'Søknad om gjerde', 1, undefined]);
		assert.deepEqual([saksmappe.entity, saksmappe.offentligTittel, saksmappe.saksnummer, saksmappe.saksaar, saksmappe.sakssekvensnummer, saksmappe.saksdato],
		    ['Saksmappe', 'Gjerde på 31 meter', ref, year, Number(ref.replace(/.*-/, '')), today]);
		assert.deepEqual(await get(`journalpost/${id}?expand=saksmappe`), entry);
		assert.equal((await get(`journalpost/${id}`)).saksmappe, saksmappe.id);
		assert.deepEqual(await get(`saksmappe/${saksmappe.id}`), saksmappe);
		assert.equal(sql(`SELECT case_id FROM journal_entry WHERE id = '${systemId}'`)[0][0], saksmappe.systemId);
	});

	test('is told of on the page for people', async () => {
		const at = /href="(\/api\/[^"]*)"/.exec((await machine.go(`${base}/innsyn`)).text)[1];
		assert.ok((await get(base + at)).items.length > 0);
	});

	test('has cases with what is in each, and the municipality as a unit', async () => {
		assert.ok((await get('saksmappe?limit=100')).items.some(c => c.id === saksmappe.id));
		const inside = (await get(`saksmappe/${saksmappe.id}/journalpost?sortOrder=asc`)).items;
		assert.deepEqual(inside.map(i => i.journalpostnummer), inside.map((_, i) => i + 1));
		assert.ok(inside.length >= 2 && inside.every(i => i.saksmappe === saksmappe.id));
		const unit = await get(`enhet/${entry.journalenhet}`);
		assert.deepEqual([unit.entity, unit.navn, unit.enhetskode, unit.enhetstype], ['Enhet', 'Fjordvik kommune', '9998', 'KOMMUNE']);
	});

	test('is in the shape of eInnsyn\'s own schemas', { skip: judge === null && `${file} is not here` }, async () => {
		old(4, { year: 1999, screened: true });
		for (const path of ['journalpost', 'saksmappe'])
			for (const more of ['?limit=100', '?limit=2&sortOrder=asc', '?limit=100&expand=saksmappe'])
				assert.deepEqual(judge.list(path, await get(path + more)), [], path + more);
		const unit = await get(`enhet/${entry.journalenhet}`), screened = (await get('journalpost?sortOrder=asc&limit=1')).items[0];
		for (const o of [entry, saksmappe, unit, screened, screened.skjerming, ...entry.korrespondansepart, ...entry.dokumentbeskrivelse])
			assert.deepEqual(judge.object(o), [], o.entity);
		assert.equal(judge.object({ ...entry, journaldato: '4.2.2026', navn: '' }).length, 2, 'what is not in shape is seen');
	});

	test('says by which law an entry is screened, and shows neither its title nor a name', async () => {
		old(3, { year: 1998, screened: true });
		const [, , first] = (await walk('journalpost?limit=100')).flat().slice(-3), one = await get(`journalpost/${first}?expand=saksmappe`);
		assert.deepEqual([one.skjerming.entity, one.skjerming.skjermingshjemmel, one.saksmappe.offentligTittel], ['Skjerming', 'offentleglova § 13', 'Gjerde på *****']);
		assert.doesNotMatch(JSON.stringify(one), /Hansen|12\/34/);
		assert.equal(one.offentligTittel, 'Søknad «"\\</script>»', 'what is no secret is escaped, not lost');
		assert.equal(one.korrespondansepart, undefined);
	});

	test('gives each once, page by page, from the newest, the oldest and backwards', async () => {
		old(60, { year: 2002 });
		const pages = await walk('journalpost?limit=17'), down = pages.flat();
		assert.ok(pages.length > 3 && pages.slice(0, -1).every(p => p.length === 17));
		assert.equal(new Set(down).size, down.length);
		assert.equal(down.length, Number(sql(`SELECT count(*) FROM journal_entry WHERE tenant_id = '9998'`)[0][0]));
		assert.deepEqual((await walk('journalpost?limit=17&sortOrder=asc')).flat(), [...down].reverse());
		const last = pages.at(-1)[0], back = await walk(`journalpost?limit=17&endingBefore=${last}`, 'previous');
		assert.deepEqual(back.reverse().flat(), pages.slice(0, -1).flat());
		const cases = (await walk('saksmappe?limit=9')).flat();
		assert.equal(cases.length, Number(sql(`SELECT count(DISTINCT case_id) FROM journal_entry WHERE tenant_id = '9998'`)[0][0]));
		assert.equal(new Set(cases).size, cases.length);
		assert.deepEqual((await get(`journalpost?ids=${down[5]}&ids=${down[2]}`)).items.map(i => i.id), [down[5], down[2]]);
	});

	test('tells by since what is new, screened or has lost its name', async () => {
		old(3, { year: 2003 });
		const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' });
		const ids = sql(`SELECT id FROM journal_entry WHERE tenant_id = '9998' AND year = 2003 ORDER BY n`).map(r => r[0]);
		const changed = async () => {
			const all = (await walk(`journalpost?since=${today}&limit=100`, 'next', 50, 'systemId')).flat();
			return [...ids, entry.systemId].map(id => all.includes(id));
		};
		assert.deepEqual(await changed(), [false, false, false, true]);
		put(`INSERT INTO journal_screen (tenant_id, entry_id, n, screened, law, reason, desk_user_id)
			SELECT '9998', '${ids[0]}', 1, true, '§ 13', 'fordi', id FROM desk_user LIMIT 1;
		    UPDATE journal_entry SET journal_on = (now() AT TIME ZONE 'Europe/Oslo')::date - interval '12 months' WHERE id = '${ids[1]}'`);
		assert.deepEqual(await changed(), [true, true, false, true]);
		assert.ok((await walk(`saksmappe?since=${today}T00:00:00Z&limit=100`)).flat().includes(saksmappe.id));
		assert.deepEqual((await get(`journalpost?since=2999-01-01&limit=100`)).items, []);
	});

	test('forgets a name after twelve months, and never has one where somebody\'s address is graded', async () => {
		const names = async () => (await get(`saksmappe/${saksmappe.id}/journalpost`)).items.flatMap(i => i.korrespondansepart ?? []).length;
		assert.equal(await names(), 2);
		put(`UPDATE journal_entry SET journal_on = journal_on - interval '12 months' WHERE id = '${entry.systemId}'`);
		assert.equal(await names(), 1);
		assert.equal((await get(`journalpost/${entry.id}`)).korrespondansepart, undefined);
		put(`UPDATE case_file SET graded = true WHERE ref = '${ref}'`);
		assert.equal(await names(), 0);
		assert.equal((await get(`saksmappe/${saksmappe.id}`)).offentligTittel, 'Gjerde på ***** meter');
		assert.equal((await get(`journalpost/${entry.id}`)).skjerming.entity, 'Skjerming');
		put(`UPDATE case_file SET graded = false WHERE ref = '${ref}'; UPDATE journal_entry SET journal_on = document_on WHERE id = '${entry.systemId}'`);
	});

	test('is asked for again by ETag, and says when it is another', async () => {
		const first = await ask(`journalpost/${entry.id}`), tag = first.headers.etag;
		assert.match(tag, /^"[0-9a-f]{32}"$/);
		assert.equal(first.headers['cache-control'], 'no-cache');
		for (const known of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
			const again = await ask(`journalpost/${entry.id}`, { headers: { 'if-none-match': known } });
			assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', tag], known);
		}
		assert.equal((await ask(`journalpost/${entry.id}`, { headers: { 'if-none-match': '"x"' } })).status, 200);
		const head = await ask(`journalpost/${entry.id}`, {}, 'HEAD');
		assert.deepEqual([head.status, head.text, head.headers.etag, head.headers['content-length']], [200, '', tag, first.headers['content-length']]);
		put(`INSERT INTO journal_screen (tenant_id, entry_id, n, screened, law, reason, desk_user_id)
		    SELECT '9998', '${entry.systemId}', 1, true, 'offentleglova § 13', 'fordi', id FROM desk_user LIMIT 1`);
		const then = await ask(`journalpost/${entry.id}`, { headers: { 'if-none-match': tag } });
		assert.equal(then.status, 200);
		assert.doesNotMatch(then.text, /Kari|31 meter/);
	});

	test('is each municipality\'s own', async () => {
		const there = `${base}/api/innsyn/9997`;
		assert.equal((await ask(`${there}/journalpost/${entry.id}`)).status, 404);
		assert.equal((await ask(`${there}/saksmappe/${saksmappe.id}`)).status, 404);
		assert.equal((await ask(`${there}/journalpost?startingAfter=${entry.id}`)).status, 404);
		assert.equal((await ask(`${there}/enhet/${entry.journalenhet}`)).status, 404);
		assert.deepEqual((await get(`${there}/saksmappe/${saksmappe.id}/journalpost`)).items, []);
		assert.ok(!(await walk(`${there}/journalpost?limit=100`)).flat().includes(entry.id));
	});

	test('answers what cannot be answered as eInnsyn does, and says which parameter', async () => {
		const bad = (path, name, value) => [path, 400, 'validationError', [{ fieldName: name, ...value === '' ? {} : { value } }]];
		for (const [path, status, type, fieldError] of [
			...['0', '101', '-1', 'ti', ''].map(v => bad(`journalpost?limit=${v}`, 'limit', v)),
			bad('journalpost?sortOrder=opp', 'sortOrder', 'opp'),
			bad('journalpost?since=31.12.2026', 'since', '31.12.2026'), bad('journalpost?since=2026-02-30', 'since', '2026-02-30'),
			bad(`journalpost?startingAfter=${saksmappe.id}`, 'startingAfter', saksmappe.id), bad('saksmappe?startingAfter=sm_x', 'startingAfter', 'sm_x'),
			bad(`journalpost?startingAfter=${entry.id}&endingBefore=${entry.id}`, 'endingBefore', entry.id),
			bad(`journalpost?${`ids=${entry.id}&`.repeat(101)}`, 'ids', entry.id),
			[`journalpost?x=${'a'.repeat(5000)}`, 413, 'badRequest'], ['journalpost?x=%ff', 400, 'badRequest'],
			[`journalpost?startingAfter=jp_${'0'.repeat(26)}`, 404, 'notFound'], ['journalpost/jp_x', 404, 'notFound'],
			[`journalpost/jp_${'z'.repeat(26)}`, 404, 'notFound'], [`saksmappe/${entry.id}`, 404, 'notFound'], ['dokumentobjekt', 404, 'notFound'],
			[`${base}/api/innsyn/0000/journalpost`, 404, 'notFound'], [`${base}/api/innsyn/99'8/journalpost`, 404, 'notFound'], [`${base}/api/`, 404, 'notFound'],
		]) {
			const answer = await ask(path), said = answer.text.startsWith('{') ? JSON.parse(answer.text) : {};
			assert.deepEqual([answer.status, said.type, said.fieldError], [status, type, fieldError], path.slice(0, 80));
		}
		const posted = await ask('journalpost', { body: {} }, 'POST');
		assert.deepEqual([posted.status, JSON.parse(posted.text).type, posted.headers.allow], [405, 'methodNotAllowed', 'GET, HEAD']);
	});

	test('keeps one who asks too often waiting, and says in JSON when it is away', async () => {
		const many = await Promise.all(Array.from({ length: 80 }, () => ask('journalpost?limit=1', { from: '127.0.0.19' })));
		const no = many.find(a => a.status === 429);
		assert.equal(many.filter(a => ![200, 429].includes(a.status)).length, 0);
		assert.deepEqual([JSON.parse(no.text).type, no.headers['retry-after'], no.headers['content-type']], ['tooManyRequests', '5', 'application/json']);
		stop('api');
		try {
			const away = await ask('journalpost');
			assert.deepEqual([away.status, JSON.parse(away.text).type, away.headers['retry-after']], [503, 'internalServerError', '10']);
		} finally {
			start('api');
		}
		assert.equal((await ask('journalpost')).status, 200);
	});
});

describe('the catalogue of services', () => {
	const catalogue = async () => (await get(`${base}/api/tjenester/9998`)).items;

	test('says what each is called, what it is for, where it is, and which life events lead there', async () => {
		const all = await catalogue(), one = all.find(s => s.id === 'barnehageplass');
		assert.deepEqual(all.map(s => s.id), sql(`SELECT service FROM template_release WHERE in_force ORDER BY service`).map(r => r[0]));
		const { livshendelser: [event], ...rest } = one;
		assert.deepEqual(rest.tittel, { nb: 'Barnehageplass', nn: 'Barnehageplass', en: 'Kindergarten place', se: 'Mánáidgárdesadji' });
		assert.ok(rest.sammendrag.nb.startsWith('Søk om plass i barnehage') && rest.sammendrag.en, 'and in other languages');
		assert.equal(rest.sammendrag.se, undefined, 'what is not translated is not said in that language');
		assert.deepEqual([event.id, event.tittel.nb, event.adresse], ['fa-barn', 'Få barn', `${base}/livshendelser/fa-barn`]);
		for (const at of [rest.adresse, event.adresse])
			assert.equal((await ask(at)).status, 200, at);
		assert.doesNotMatch(JSON.stringify(all), /\\u000[ef]/, 'no mark of ours is left in a text');
	});

	test('has how long cases take, when enough are known, and only there', async () => {
		const pace = async knr => (await get(`${base}/api/tjenester/${knr}`)).items.find(s => s.id === 'barnehageplass').saksbehandlingstid;
		sql(`DELETE FROM case_pace WHERE service = 'barnehageplass'; INSERT INTO case_pace (tenant_id, service, cases, half_days, most_days) VALUES ('9998', 'barnehageplass', 20, 12, 30)`);
		assert.deepEqual(await pace('9998'), { halvpartenInnenDager: 12, niAvTiInnenDager: 30 });
		assert.equal(await pace('9997'), undefined);
		sql(`DELETE FROM case_pace WHERE service = 'barnehageplass'`);
		assert.equal((await ask(`${base}/api/tjenester/0000`)).status, 404);
		assert.equal((await ask(`${base}/api/tjenester`)).status, 404);
	});

	test('is small in memory, whatever was asked', () => {
		const most = Math.max(...workers('api').map(p => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${p}/status`, 'utf8'))[1])));
		assert.ok(most < 20 * 1024, `${most} kB`);
	});
});
