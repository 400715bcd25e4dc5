/* Neighbours are told of an application before it is sent, and what they say goes with it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, sql, until } from '../harness/stack.mjs';
import { main, send } from './apply.mjs';
import { EICAR, infected, pdf } from './files.mjs';
import { begun, enclose, form, letter, nils, nora, opened, page, parties, reply, tell, telling } from './neighbours.mjs';

const words = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/&amp;/g, '&').replace(/\s+/g, ' ');

describe('telling the neighbours', () => {
	test('is asked for before the application can be sent, and is done one by one', async () => {
		const v = await begun();
		assert.match(words(v), /Varsle alle naboene før du sender søknaden/);
		const keys = await telling(v);
		assert.equal(keys.length, 2);
		assert.match(words(v), /Nora Nabo 12\/34 Ikke varslet/);
		await tell(v, keys.slice(0, 1));
		assert.match(words(v), /Varselet er på vei/);
		assert.match(words(v), /Nora Nabo 12\/34 Venter på svar/);
		assert.match(words(v), /Nils Nabo 12\/35 Ikke varslet/);
		assert.equal((await telling(v)).length, 1);
		assert.equal((await send(v)).status, 422);
		await tell(v);
		assert.equal(parties(v).length, 2);
		assert.equal((await send(v)).status, 200);
		assert.match(v.page.url, /\/kvittering$/);
	});

	test('twice, by a double click or a stale tab, makes no second letter', async () => {
		const v = await begun();
		await telling(v);
		const body = [...form(v).fields, ['handling', 'send']];
		const answers = await Promise.all([1, 2, 3].map(() => v.ask('POST', `${v.draft}/nabovarsel`, { body: new URLSearchParams(body).toString() })));
		assert.ok(answers.some(a => a.status === 303));
		assert.equal(sql(`SELECT count(*) FROM outbox o JOIN hearing_party p ON p.id = o.hearing_party_id JOIN hearing h ON h.id = p.hearing_id WHERE h.draft_id = '${v.id}'`)[0][0], '2');
	});

	test('shows the letter first, and tells nothing but what neighbours shall know', async () => {
		const v = await begun();
		await v.go(`${v.draft}/nabovarsel/brev`);
		assert.match(words(v), /Nabovarsel: bod i hagen/);
		assert.match(words(v), /En bod til sykler/);
		assert.match(words(v), /fasade\.pdf/);
		assert.doesNotMatch(words(v), /Bare for kommunen/);
		await tell(v);
		const [told] = sql(`SELECT t.answers::text FROM hearing_told t JOIN hearing h ON h.id = t.hearing_id WHERE h.draft_id = '${v.id}'`)[0];
		assert.doesNotMatch(told, /Bare for kommunen|person:|Nora/);
	});

	test('of somebody without a whole address is not possible, and says what is missing', async () => {
		const v = await begun('kari', [{ ...nora, adresse: '' }]);
		assert.equal((await telling(v)).length, 0);
		assert.match(words(v), /Vi mangler navn eller full adresse/);
	});
});

describe('a neighbour with the code on paper', () => {
	test('reads what it is about, sees the drawings, and answers once', async () => {
		const v = await begun();
		await tell(v);
		const one = parties(v).find(p => p.name === 'Nora Nabo'), { text, code } = await letter(one.id);
		assert.match(text, /En bod til sykler/);
		assert.match(text, /12\/34/);
		assert.ok(code, text);
		const n = await opened(code.toLowerCase().replace(/-/g, ' '));
		assert.equal(n.page.status, 200);
		assert.match(words(n), /En bod til sykler/);
		assert.doesNotMatch(words(n), /Bare for kommunen|\d{11}/);
		const file = /name="fil" value="([^"]*)"/.exec(n.page.text)?.[1] ?? /value="([^"]*)" *name="fil"/.exec(n.page.text)?.[1];
		const got = await n.ask('POST', `${base}/uttalelse/fil`, { body: { kode: code, fil: file } });
		assert.equal(got.status, 200);
		assert.match(got.text, /^%PDF/);
		await reply(n, 'merknader', 'Boden står for nær grensen.');
		assert.match(n.page.url, /\/uttalelse\/takk/);
		const again = await opened(code);
		assert.equal(again.page.status, 409);
		assert.match(words(again), /Koden er brukt/);
		assert.doesNotMatch(words(again), /nær grensen/);
		await telling(v);
		assert.match(words(v), /Nora Nabo 12\/34 Merknader .* Boden står for nær grensen\./);
		assert.ok(!logs().includes(code));
	});

	test('answering twice, by a double click, is one answer', async () => {
		const v = await begun();
		await tell(v);
		const { code } = await letter(parties(v)[0].id), n = await opened(code);
		const lest = /name="lest"[^>]*value="([^"]*)"/.exec(n.page.text)?.[1] ?? /value="([^"]*)"[^>]*name="lest"/.exec(n.page.text)?.[1];
		const all = await Promise.all([1, 2, 3].map(() => n.ask('POST', `${base}/uttalelse/svar`, { body: { kode: code, lest, svar: 'ingen', tekst: '' } })));
		assert.equal(all.filter(a => a.status === 303).length, 1, String(all.map(a => a.status)));
		assert.equal(sql(`SELECT count(*) FROM hearing_answer WHERE party_id = '${parties(v)[0].id}'`)[0][0], '1');
	});

	test('answering late is heard, and it is said that it was late', async () => {
		const v = await begun();
		await tell(v);
		const [one] = parties(v), { code } = await letter(one.id);
		sql(`UPDATE hearing_party SET due_at = now() - interval '1 day' WHERE id = '${one.id}'`);
		await telling(v);
		assert.match(words(v), /Har ikke svart, fristen er ute/);
		const n = await opened(code);
		assert.match(words(n), /Fristen var .* Du kan fortsatt svare/);
		await reply(n, 'merknader', 'For sent, men viktig.');
		assert.match(words(n), /etter fristen/);
		assert.equal(parties(v)[0].late, 't');
		await telling(v);
		assert.match(words(v), /etter fristen/);
	});

	test('nobody tries many fast: more than thirty at once are told to wait, and others are not', async () => {
		const v = new Visitor(base), many = await Promise.all(Array.from({ length: 60 }, () => v.ask('GET', `${base}/uttalelse`, { from: '127.0.0.23' })));
		const no = many.filter(a => a.status === 429), yes = many.filter(a => a.status === 200);
		assert.equal(no.length + yes.length, many.length);
		assert.ok(yes.length >= 30 && no.length >= 10, `${yes.length} of ${many.length}`);
		assert.match(no[0].text, /mange/);
		assert.equal((await v.ask('GET', `${base}/uttalelse`, { from: '127.0.0.24' })).status, 200);
	});

	test('that is wrong is told so, and many wrong ones make all wait', async () => {
		sql("DELETE FROM hearing_try");
		const n = await opened('ABCD-EFGH-JKMN');
		assert.equal(n.page.status, 422);
		assert.match(words(n), /Vi kjenner ikke koden/);
		assert.equal(sql("SELECT count(*) FROM hearing_try WHERE tenant_id = '9998'")[0][0], '1');
		sql("INSERT INTO hearing_try (tenant_id) SELECT '9998' FROM generate_series(1, 100)");
		const w = await opened('ABCD-EFGH-JKMP');
		assert.equal(w.page.status, 429);
		assert.match(words(w), /Vent ti minutter/);
		sql("DELETE FROM hearing_try");
	});

	test('who says nothing, or remarks without words, is asked again, and nothing is lost', async () => {
		const v = await begun();
		await tell(v);
		const { code } = await letter(parties(v)[0].id), n = await opened(code);
		await n.submit({ tekst: 'Halvferdig' }, { action: '/uttalelse/svar' });
		assert.equal(n.page.status, 422);
		assert.match(words(n), /Velg om du har merknader eller ikke/);
		assert.match(n.page.text, /Halvferdig/);
		await reply(n, 'merknader', '  ');
		assert.equal(n.page.status, 422);
		assert.match(words(n), /Skriv merknadene dine/);
	});
});

describe('when something changes after the neighbours were told', () => {
	test('they must be told again, and an answer to the old one is not taken', async () => {
		const v = await begun();
		await tell(v);
		const one = parties(v).find(p => p.name === 'Nora Nabo'), { code } = await letter(one.id), n = await opened(code);
		await v.go(`${v.draft}/boden`);
		await page(v, { areal: '20' });
		await v.go(`${v.draft}/oppsummering`);
		assert.match(words(v), /Du har endret noe etter at naboene ble varslet/);
		assert.equal((await send(v)).status, 422);
		assert.equal((await telling(v)).length, 2);
		assert.match(words(v), /Må varsles på nytt/);
		await tell(v);
		await reply(n, 'ingen');
		assert.equal(n.page.status, 422, 'the old code is worth nothing');
		const fresh = await letter(one.id);
		assert.notEqual(fresh.code, code);
		const m = await opened(fresh.code);
		assert.match(words(m), /20/);
		await reply(m, 'ingen');
		assert.match(m.page.url, /takk/);
	});

	test('a file is something that changes', async () => {
		const v = await begun();
		await tell(v);
		await v.go(`${v.draft}/boden`);
		const { pdf } = await import('./files.mjs');
		await page(v, {}, [['tegninger', 'ny.pdf', pdf(), 'application/pdf']]);
		assert.equal((await telling(v)).length, 2);
		assert.match(words(v), /Noen må varsles på nytt/);
	});

	test('what they are not told of changes nothing', async () => {
		const v = await begun();
		await tell(v);
		await v.go(`${v.draft}/boden`);
		await page(v, { privat: 'Noe helt annet' });
		assert.equal((await telling(v)).length, 0);
		assert.doesNotMatch(words(v), /på nytt/);
	});

	test('a letter that was previewed before the change is not sent after it', async () => {
		const v = await begun();
		await telling(v);
		const body = [...form(v).fields, ['handling', 'send']];
		await v.go(`${v.draft}/boden`);
		await page(v, { areal: '30' });
		await v.post(`${v.draft}/nabovarsel`, body);
		assert.equal(v.page.status, 422);
		assert.match(words(v), /Søknaden er endret siden du åpnet denne siden/);
		assert.equal(parties(v).length, 0);
	});
});

describe('a neighbour who logs in', () => {
	async function known() {
		const v = await begun();
		await tell(v);
		const [one] = parties(v);
		sql(`UPDATE hearing_party SET person_id = (SELECT id FROM person WHERE pid = '22929198178') WHERE id = '${one.id}'`);
		return { v, one };
	}

	test('finds what was sent to them, answers, and may change the answer', async () => {
		const ola = new Visitor(base);
		await ola.login('ola');
		const { v, one } = await known();
		await ola.go(`${base}/uttalelse`);
		assert.match(words(ola), /Varsel fra Kari/);
		await ola.go(`${base}/uttalelse/${one.id}`);
		await ola.submit({ svar: 'ingen' }, { action: '/uttalelse/' });
		assert.match(words(ola), /Takk, vi har fått svaret ditt/);
		await ola.submit({ svar: 'merknader', tekst: 'Likevel noe.' }, { action: '/uttalelse/' });
		assert.match(words(ola), /Likevel noe\./);
		assert.equal(parties(v).find(p => p.id === one.id).answer, 'remarks');
		assert.equal(sql(`SELECT count(*) FROM hearing_answer WHERE party_id = '${one.id}'`)[0][0], '2');
	});

	test('sees nothing of what was sent to others', async () => {
		const v = await begun();
		await tell(v);
		const ola = new Visitor(base);
		await ola.login('ola');
		for (const p of parties(v)) {
			assert.equal((await ola.go(`${base}/uttalelse/${p.id}`)).status, 404);
			assert.equal((await ola.post(`${base}/uttalelse/${p.id}`, { csrf: ola.csrf ?? '', svar: 'ingen', lest: p.told })).status >= 400, true);
		}
		const anyone = new Visitor(base);
		assert.match((await anyone.ask('GET', `${base}/uttalelse/${parties(v)[0].id}`)).headers.location, /logginn/);
		assert.equal(parties(v)[0].answer, '');
	});
});

describe('an application that a neighbour has answered about', () => {
	test('can still be deleted, with what was told and answered', async () => {
		const v = await begun();
		await tell(v);
		const n = await opened((await letter(parties(v)[0].id)).code);
		await reply(n, 'ingen');
		sql(`DELETE FROM draft WHERE id = '${v.id}'`);
		assert.equal(parties(v).length, 0);
	});
});

describe('files that a neighbour sends', () => {
	const links = text => [...text.matchAll(/href="([^"]*)"[^>]*>([^<]*?Grense\.pdf)/g)].map(([, href, name]) => ({ href: new URL(href, base).href, name: name.trim() }));
	const waits = id => sql(`SELECT name, n IS NOT NULL FROM hearing_file WHERE party_id = '${id}' ORDER BY name`);

	test('with the code go with the answer, to who asks, to the case and to the desk', async () => {
		const v = await begun();
		await tell(v);
		const one = parties(v).find(p => p.name === 'Nora Nabo'), { code } = await letter(one.id), n = await opened(code);
		await enclose(n, [['Grense.pdf', pdf()]], { tekst: 'Halvferdig' }, 'legg-ved');
		assert.equal(n.page.status, 200);
		assert.match(words(n), /Grense\.pdf/);
		assert.match(n.page.text, /Halvferdig/);
		await enclose(n, [['smittet.pdf', infected()], ['tekst.exe', Buffer.from('MZ' + EICAR)]], { svar: 'merknader', tekst: 'Halvferdig' });
		assert.equal(n.page.status, 422);
		assert.match(words(n), /smittet\.pdf» inneholder et virus/);
		await enclose(n, [['Skisse.pdf', pdf()]], { svar: '', tekst: 'Halvferdig' });
		assert.equal(n.page.status, 422, 'no answer is chosen');
		assert.deepEqual(waits(one.id), [['Grense.pdf', 'f'], ['Skisse.pdf', 'f']], 'and what was uploaded is not lost');
		await telling(v);
		assert.doesNotMatch(words(v), /Grense\.pdf/, 'nobody sees what is not sent');
		const own = sql(`SELECT id FROM hearing_file WHERE party_id = '${one.id}' AND name = 'Skisse.pdf'`)[0][0];
		assert.ok(n.page.text.includes(`fjern:${own}`));
		await enclose(n, [], { tekst: 'Halvferdig' }, `fjern:${own}`);
		assert.deepEqual(waits(one.id), [['Grense.pdf', 'f']]);
		await enclose(n, [], { svar: 'merknader', tekst: 'Se vedlegget.' });
		assert.match(n.page.url, /takk/);
		assert.deepEqual(waits(one.id), [['Grense.pdf', 't']]);

		await telling(v);
		const [file] = links(v.page.text).filter(l => l.name === 'Grense.pdf');
		assert.match((await v.ask('GET', file.href)).text, /^%PDF/);
		const ola = new Visitor(base);
		await ola.login('ola');
		assert.equal((await ola.ask('GET', file.href)).status, 404);
		await send(v);
		assert.match(v.page.url, /kvittering/);
		const [ref] = sql(`SELECT ref FROM case_file WHERE draft_id = '${v.id}'`)[0];
		await v.go(`${base}/mine-saker/${ref}/dokumenter`);
		const [doc] = links(v.page.text).filter(l => l.name === 'Grense.pdf');
		assert.match((await v.ask('GET', doc.href)).text, /^%PDF/);
		assert.equal((await ola.ask('GET', doc.href)).status, 404);
		const s = new Visitor(base);
		await s.loginStaff('ansatt-9998-1');
		await s.go(`${base}/saksbehandling/sak/${ref}/horing`);
		const [seen] = links(s.page.text).filter(l => l.name === 'Grense.pdf');
		assert.match((await s.ask('GET', seen.href)).text, /^%PDF/);
	});

	test('with a login may come with a changed answer, and what was sent stands', async () => {
		const v = await begun();
		await tell(v);
		const one = parties(v)[0], ola = new Visitor(base);
		await ola.login('ola');
		sql(`UPDATE hearing_party SET person_id = (SELECT id FROM person WHERE pid = '22929198178') WHERE id = '${one.id}'`);
		await ola.go(`${base}/uttalelse/${one.id}`);
		await enclose(ola, [['En.pdf', pdf()]], { svar: 'ingen' });
		await enclose(ola, [['To.pdf', pdf()]], { svar: 'ingen' });
		assert.deepEqual(waits(one.id), [['En.pdf', 't'], ['To.pdf', 't']]);
		assert.equal(sql(`SELECT count(*) FROM hearing_answer WHERE party_id = '${one.id}'`)[0][0], '2');
		const kari = await ola.ask('POST', `${base}/uttalelse/${parties(v)[1].id}`, { body: { csrf: ola.csrf, svar: 'ingen', lest: one.told } });
		assert.equal(kari.status, 404);
		sql(`DELETE FROM draft WHERE id = '${v.id}'`);
		assert.deepEqual(waits(one.id), []);
	});
});

describe('when the application is sent', () => {
	test('the remarks and the comment go with it', async () => {
		const v = await begun('kari', [nora, nils]);
		await tell(v);
		const one = parties(v).find(p => p.name === 'Nora Nabo'), n = await opened((await letter(one.id)).code);
		await reply(n, 'merknader', 'For nær grensen.');
		await telling(v);
		const long = await v.ask('POST', `${v.draft}/nabovarsel`, { body: [...form(v).fields.filter(([k]) => k !== `kommentar.${one.id}` && k !== 'velg'),
			[`kommentar.${one.id}`, `Lang ${'x'.repeat(10000)}`], ['handling', `kommentar:${one.id}`]] });
		assert.equal(long.status, 422);
		assert.match(long.text, /Kommentaren er for lang[^]*Lang xxx/);
		await v.post(`${v.draft}/nabovarsel`, [...form(v).fields.filter(([k]) => k !== `kommentar.${one.id}` && k !== 'velg'),
			[`kommentar.${one.id}`, 'Vi flytter den en meter.'], ['handling', `kommentar:${one.id}`]]);
		assert.match(words(v), /Kommentaren er lagret/);
		await send(v);
		assert.match(v.page.url, /kvittering/);
		const [row] = sql(`SELECT h.draft_id IS NULL, p.answer, p.text, p.comment, d.case_id = h.case_id FROM hearing h JOIN hearing_party p ON p.hearing_id = h.id
			JOIN document d ON d.hearing_party_id = p.id JOIN case_file c ON c.id = h.case_id WHERE c.draft_id = '${v.id}' AND p.name = 'Nora Nabo'`);
		assert.deepEqual(row, ['t', 'remarks', 'For nær grensen.', 'Vi flytter den en meter.', 't']);
		const second = parties(v).find(p => p.name === 'Nils Nabo'), m = await opened((await letter(second.id)).code);
		await reply(m, 'ingen');
		assert.equal(parties(v).find(p => p.name === 'Nils Nabo').answer, 'none', 'who has not answered yet may still');
		assert.equal(sql(`SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.draft_id = '${v.id}' AND e.event = 'desk.hearing'`)[0][0], '1');
	});
});

describe('neighbours from the register', () => {
	const pids = ['10915596784', '10921148513', '14838530061', '310000019'];

	/* Told of what stands on 12/34: who owns what lies around. */
	async function fetched() {
		const v = await begun('kari', []);
		await v.go(`${v.draft}/boden`);
		await page(v, {}, [], 'legg-til:eiendom');
		await page(v, { 'eiendom.1.kommunenummer': '9998', 'eiendom.1.gardsnummer': '12', 'eiendom.1.bruksnummer': '34' });
		await v.go(`${v.draft}/naboer`);
		await page(v, {}, [], 'hent:hent');
		const here = [v.page.text];
		await page(v);
		here.push(v.page.text);
		await telling(v);
		here.push(v.page.text);
		await tell(v);
		here.push(v.page.text);
		return { v, here };
	}
	const row = (v, where) => sql(`SELECT p.id, p.name, p.line1, n.pid, p.graded FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
		LEFT JOIN person n ON n.id = p.person_id WHERE h.draft_id = '${v.id}' AND ${where}`)[0];

	test('are reached as the persons they are, and the applicant never sees a number', async () => {
		await new Visitor(base).login('bjorn');		/* so that we have his e-mail */
		const { v, here } = await fetched();
		assert.equal(parties(v).length, 4, words(v));
		const [id, name, , pid] = row(v, "p.name LIKE 'Bjørn%'");
		assert.deepEqual([name, pid], ['Bjørn Sæther', '10915596784']);
		await letter(id);
		const bjorn = new Visitor(base);
		await bjorn.login('bjorn');
		await bjorn.go(`${base}/uttalelse/${id}`);
		assert.match(words(bjorn), /En bod til sykler/);
		await bjorn.submit({ svar: 'merknader', tekst: 'For nær.' }, { action: '/uttalelse/' });
		await until('the neighbour is told', () => sql(`SELECT what FROM letter_proof f JOIN document d ON d.id = f.document_id
			WHERE d.hearing_party_id = '${id}' AND what IN ('notified', 'arrived')`).length > 0, 60000);
		await telling(v);
		here.push(v.page.text);
		await v.go(`${v.draft}/oppsummering`);
		here.push(v.page.text);
		here.push(sql(`SELECT answers::text FROM draft WHERE id = '${v.id}'`)[0][0], logs(),
			sql(`SELECT string_agg(t.answers::text || p.key || p.name || a.text || a.by_name, ' ') FROM hearing h JOIN hearing_told t ON t.hearing_id = h.id
				JOIN hearing_party p ON p.hearing_id = h.id LEFT JOIN hearing_answer a ON a.party_id = p.id WHERE h.draft_id = '${v.id}'`)[0][0]);
		for (const [i, text] of here.entries())
			for (const number of pids.slice(0, 3))
				assert.ok(!text.includes(number), `${number} in ${i}`);
		assert.doesNotMatch(here.slice(0, -2).join(' '), /Vigdis/);
	});

	test('whose address is graded are written to by the municipality, by who may see them, before anything is sent', async () => {
		const { v } = await fetched(), [id, name, line, pid] = row(v, 'p.graded');
		assert.deepEqual([name, line, pid], ['', '', '14838530061']);
		const task = await until('somebody must see to it', () => sql(`SELECT id FROM mail_task WHERE hearing_party_id = '${id}' AND code = 'graded' AND closed_at IS NULL`)[0]?.[0], 60000);
		const s = new Visitor(base), other = new Visitor(base), at = `${base}/saksbehandling/varsel/${task}`;
		await other.loginStaff('ansatt-9998-1');
		assert.equal((await other.ask('GET', at)).status, 404);
		assert.equal((await other.ask('GET', `${at}/pdf`)).status, 404);
		await other.go(`${base}/saksbehandling/brev`);
		assert.ok(!other.page.text.includes(task));
		await other.post(at, { csrf: other.csrf, dag: '01.11.2026', handling: 'sendt' });
		assert.equal(sql(`SELECT closed_at IS NULL FROM mail_task WHERE id = '${task}'`)[0][0], 't', 'nothing is done by who may not see it');
		await s.loginStaff('ansatt-9998-3');
		sql(`DELETE FROM mail_task WHERE hearing_party_id IS NOT NULL AND id <> '${task}'`);	/* the list has pages */
		await s.go(`${base}/saksbehandling/brev`);
		assert.match(words(s), /Til eier av 12\/36/);
		await s.go(at);
		assert.match(words(s), /Fødselsnummer 14838530061/);
		assert.match((await s.ask('GET', `${at}/pdf`)).text, /^%PDF/);
		await s.submit({ dag: '31.12.2099', handling: 'sendt' }, { action: '/varsel/' });
		assert.equal(s.page.status, 422);
		assert.match(words(s), /Den kan ikke være etter i dag/);
		sql(`UPDATE hearing_party p SET due_at = now() - interval '1 day' FROM hearing h WHERE h.id = p.hearing_id AND h.draft_id = '${v.id}'`);
		await v.go(`${v.draft}/oppsummering`);
		await send(v);
		const ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1], ofCase = `${base}/saksbehandling/sak/${ref}/brevoppgave/${task}`;
		assert.equal(sql(`SELECT c.ref FROM mail_task m JOIN case_file c ON c.id = m.case_id WHERE m.id = '${task}'`)[0][0], ref, 'it is of the case now');
		await s.go(`${base}/saksbehandling/brev`);
		assert.match(s.page.text, new RegExp(`/saksbehandling/varsel/${task}`), 'and still leads to who it goes to');
		assert.ok(!s.page.text.includes(`brevoppgave/${task}`));
		await other.go(`${base}/saksbehandling/brev`);
		assert.ok(!other.page.text.includes(task));
		await s.go(ofCase);
		assert.equal(s.page.url, at);
		assert.match(words(s), /Fødselsnummer 14838530061/);
		const today = sql(`SELECT to_char(now() AT TIME ZONE 'Europe/Oslo', 'DD.MM.YYYY')`)[0][0];
		await s.submit({ dag: today, handling: 'sendt' }, { action: '/varsel/' });
		assert.match(s.page.url, /\/saksbehandling\/brev/);
		assert.deepEqual(sql(`SELECT f.what, f.channel FROM letter_proof f JOIN document d ON d.id = f.document_id WHERE d.hearing_party_id = '${id}' AND f.channel = 'hand'`), [['printed', 'hand']]);
		assert.deepEqual(sql(`SELECT DISTINCT what FROM hearing_access WHERE party_id = '${id}' ORDER BY 1`).flat(), ['letter', 'paper', 'task']);
		assert.equal(sql(`SELECT how FROM mail_task WHERE id = '${task}'`)[0][0], 'paper');
		await v.go(`${base}/mine-saker/${ref}/innsyn`);
		assert.match(words(v), /et varsel som kommunen må sende for hånd/, 'the party sees who looked');
		assert.doesNotMatch(v.page.text, /Vigdis|14838530061/);
		await s.go(`${base}/saksbehandling/sak/${ref}/historikk`);
		assert.match(words(s), /et varsel som kommunen må sende for hånd/, 'and so does the desk');
		assert.equal((await s.ask('GET', at)).status, 404);
	});
});
