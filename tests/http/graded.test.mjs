/* Who gets a graded address after an application names them is found through it no more, by nobody but who wrote it and those with the right. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, sql, until } from '../harness/stack.mjs';
import { main, send } from './apply.mjs';
import { staff } from './decide.mjs';
import { begun, letter, nils, nora, opened, page, parties, reply, tell } from './neighbours.mjs';

const PID = '21867196782';
const words = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/&amp;/g, '&').replace(/\s+/g, ' ');
const SECRET = /Gro\s+Gradert|Gjemmevegen/i;
const gro = { ...nora, navn: 'Gro Gradert', adresse: 'Gjemmevegen 7' };

/* An application that names Gro and Nils, who are told; Gro is known by her number. */
async function sent() {
	const v = await begun('kari', [gro, nils]);
	await tell(v);
	for (const p of parties(v))
		await letter(p.id);
	sql(`INSERT INTO person (id, pid) VALUES (gen_random_uuid(), '${PID}') ON CONFLICT DO NOTHING;
	    UPDATE hearing_party SET person_id = (SELECT id FROM person WHERE pid = '${PID}') WHERE name = 'Gro Gradert' AND person_id IS NULL`);
	await send(v);
	v.ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1];
	await until('the receipt is made', () => sql(`SELECT 1 FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}' AND d.template = 'receipt'`).length > 0, 30000);
	return v;
}
const grade = (to = "'strictly-confidential'") => sql(`UPDATE person SET graded = ${to} WHERE pid = '${PID}'`);

/* Every page of the desk that shows a case, and every list and file that it goes out in. */
const PAGES = ['', 'historikk', 'dokumenter', 'brev', 'horing', 'mangler', 'svar', 'vedtak', 'notater', 'klage', 'journal', 'tilsyn', 'sjekkliste', 'gebyr', 'forelopig-svar', 'enhet', 'inhabil'];
async function everywhere(s, ref) {
	const seen = [];
	for (const p of PAGES)
		seen.push([p, SECRET.test((await s.ask('GET', `${s.at}/${p}`.replace(/\/$/, ''))).text)]);
	for (const p of ['?liste=alle&tjeneste=hores', '/liste.csv?liste=alle&tjeneste=hores', '/nytt', '/brev'])
		seen.push([p, SECRET.test((await s.ask('GET', `${base}/saksbehandling${p}`)).text)]);
	for (const p of ['gjemmevegen', 'gradert'])
		seen.push([p, (await s.ask('GET', `${base}/saksbehandling?liste=alle&sok=${p}`)).text.includes(ref)]);
	return seen.filter(([, found]) => found).map(([p]) => p);
}

describe('a neighbour whose address is graded after the application was sent', () => {
	test('is on no page, in no list, letter or search of the desk, and a line says that something is hidden', async () => {
		const v = await sent(), s = await staff('ansatt-9998-1', v.ref);
		assert.deepEqual((await everywhere(s, v.ref)).filter(p => ['', 'horing', 'gradert'].includes(p)), ['', 'horing', 'gradert'], 'she is there before');
		const [[notice]] = sql(`SELECT d.id FROM document d JOIN hearing_party p ON p.id = d.hearing_party_id JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}' AND p.name = 'Gro Gradert'`);
		const [[other]] = sql(`SELECT d.id FROM document d JOIN hearing_party p ON p.id = d.hearing_party_id JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}' AND p.name = 'Nils Nabo'`);
		grade();
		try {
			assert.deepEqual(await everywhere(s, v.ref), []);
			await s.see();
			assert.match(words(s), /Skjult, fordi noen har skjermet adresse/);
			assert.match(words(s), /Nils Nabo/, 'the other neighbour is there as before');
			await s.see('brev');
			assert.match(words(s), /Noen brev er ikke vist/);
			assert.equal((await s.ask('GET', `${base}/saksbehandling/sak/${v.ref}/brev/${other}`)).status, 200);
			const refused = await s.go(`${base}/saksbehandling/sak/${v.ref}/brev/${notice}`);
			assert.equal(refused.status, 403);
			assert.match(words(s), /skjermet adresse\. Be en kollega/);
			assert.notEqual((await s.ask('GET', `${base}/saksbehandling/sak/${v.ref}/brev/${notice}/pdf`)).status, 200);
			assert.equal((await s.ask('GET', `${base}/saksbehandling/sak/${v.ref}/adressebeskyttelse`)).status, 403);

			const leader = await staff('ansatt-9998-3', v.ref);
			await leader.see();
			assert.doesNotMatch(leader.page.text, SECRET, 'nor on the pages that are printed and shown, with the right');
			await leader.see('adressebeskyttelse');
			assert.match(words(leader), /Skjult i søknaden.*Gro Gradert\. Gjemmevegen 7, 9998 Fjordvik\. Eiendom: 12\/34/);
			assert.equal((await leader.ask('GET', `${base}/saksbehandling/sak/${v.ref}/brev/${notice}`)).status, 200);
			assert.doesNotMatch(logs(), SECRET);
		} finally {
			grade('NULL');
		}
	});

	test('is graded by hand where no register knows them, by who may see such cases', async () => {
		const v = await sent(), leader = await staff('ansatt-9998-3', v.ref), s = await staff('ansatt-9998-1', v.ref);
		const field = `nabo.${sql(`SELECT p.id FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id JOIN case_file c ON c.id = h.case_id WHERE c.ref = '${v.ref}' AND p.name = 'Nils Nabo'`)[0][0]}`;
		assert.equal((await s.does('adressebeskyttelse', { [field]: 'ja' })).status, 403);
		await leader.see('adressebeskyttelse');
		assert.match(words(leader), /Er adressen til noen av disse beskyttet\?.*Nils Nabo, Storgata 3/);
		assert.equal((await leader.does('adressebeskyttelse', { [field]: 'ja' })).status, 303);
		await s.see();
		assert.match(words(s), /Skjult, fordi noen har skjermet adresse/);
		assert.doesNotMatch(s.page.text, /Nils Nabo|Storgata 3/);
		assert.match(s.page.text, /Gro Gradert/, 'the other neighbour is there as before');
		await leader.see('adressebeskyttelse');
		assert.match(words(leader), /Skjult i søknaden.*Nils Nabo\. Storgata 3/);
	});

	test('is not in the letters that are made since; the applicant reads what they sent, and is not told that anything changed', async () => {
		const v = await sent(), mine = `${base}/mine-saker/${v.ref}`;
		const pages = async () => {
			const all = [];
			for (const p of ['', '/soknad', '/dokumenter'])
				all.push(main((await v.go(mine + p)).text ?? ''));
			return all.map(t => t.replace(/<time.*?<\/time>|name="csrf" value="[^"]*"/g, ''));
		};
		const before = await pages();
		assert.ok(before.some(t => SECRET.test(t)), 'they read of her');
		grade();
		try {
			assert.deepEqual(await pages(), before);
			const s = await staff('ansatt-9998-1', v.ref);
			await s.does('ta');
			await s.see('vedtak');
			assert.doesNotMatch(s.page.text, SECRET);
			const done = await s.does('vedtak/send', { ...s.fields('/vedtak/forhandsvisning'), utfall: 'grant', grunn: 'bra' });
			assert.equal(done.status, 303, done.text);
			await until('the decision is made', () => sql(`SELECT 1 FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}' AND d.template = 'decision'`).length > 0, 30000);
			assert.deepEqual(sql(`SELECT d.template FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}' AND NOT d.hides
			    AND regexp_replace(convert_from(d.content, 'UTF8'), '\\s+', ' ', 'g') ~* 'Gro Gradert|Gjemmevegen'`), []);
		} finally {
			grade('NULL');
		}
	});
});

describe('an applicant whose address is graded', () => {
	test('is not found through what a body or a neighbour is told, asked before or after', async () => {
		const HOME = /Hemmelig vei/;
		const v = await begun('kari', [nora]);
		await v.go(`${v.draft}/boden`);
		await page(v, { bor: 'Hemmelig vei 4' });
		await tell(v);
		const neighbour = await letter(parties(v)[0].id);
		assert.match(words(await opened(neighbour.code)), HOME, 'nobody is graded yet');
		await send(v);
		const ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1], s = await staff('ansatt-9998-3', ref);
		await s.does('ta');
		const ask = who => s.does('horing', { navn: who, epost: `${who}@example.no`, dager: '21', tekst: '', handling: 'send' });
		const party = who => sql(`SELECT p.id FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id JOIN case_file c ON c.id = h.case_id WHERE c.ref = '${ref}' AND p.name = '${who}'`)[0][0];
		await s.see('horing');
		assert.doesNotMatch(words(s), /blir ikke med til dem du spør/);
		assert.equal((await ask('vei')).status, 303);
		const reads = async who => {
			const b = new Visitor(base);
			await b.login('ola', `/uttalelse/${party(who)}`);
			return words(b);
		};
		assert.match(await reads('vei'), HOME);
		sql("UPDATE person SET graded = 'confidential' WHERE pid = (SELECT p.pid FROM person p JOIN case_file c ON c.person_id = p.id WHERE c.ref = '" + ref + "')");
		try {
			await s.see('horing');
			assert.match(words(s), /Noen i denne saken har skjermet adresse.*Dette blir ikke med til dem du spør: Hvor bor du\?\..*røper hvor de bor/);
			assert.equal((await ask('brann')).status, 303);
			assert.deepEqual(sql(`SELECT t.answers::text ~ 'Hemmelig', t.answers::text ~ 'sykler' FROM hearing_told t JOIN hearing_party p ON p.told_id = t.id WHERE p.id = '${party('brann')}'`), [['f', 't']]);
			assert.match(await reads('brann'), /sykler/);
			assert.doesNotMatch(await reads('brann'), HOME);
			assert.match(await reads('vei'), /Skjermet adresse/, 'who was asked before is not told any more');
			assert.doesNotMatch(await reads('vei'), HOME);
			const n = await opened(neighbour.code);
			assert.match(words(n), /sykler/);
			assert.doesNotMatch(words(n), HOME);
		} finally {
			sql("UPDATE person SET graded = NULL WHERE pid = (SELECT p.pid FROM person p JOIN case_file c ON c.person_id = p.id WHERE c.ref = '" + ref + "')");
		}
	});
});
