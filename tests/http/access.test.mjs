/* The party's access to the case: its documents, what is exempt, and who has looked. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, logs, skranke, sql, until } from '../harness/stack.mjs';
import { answers, applied, main } from './apply.mjs';
import { letterText, letters, staff } from './decide.mjs';

/* A file in a case, as if somebody had sent it with the application. */
function fileIn(ref, name = 'uttalelse.txt', text = `en annens helse ${Math.random()}`) {
	return sql(`WITH c AS (SELECT * FROM case_file WHERE ref = '${ref}'), b AS (INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at)
	    SELECT tenant_id, encode(sha256('${text}'), 'hex'), ${text.length}, 'text/plain', 'clean', now() FROM c RETURNING *),
	p AS (INSERT INTO blob_piece (tenant_id, sha256, n, bytes) SELECT tenant_id, sha256, 0, '${text}' FROM b)
	INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name)
	SELECT gen_random_uuid(), c.tenant_id, c.person_id, c.id, b.sha256, '${name}' FROM c, b RETURNING id`)[0][0];
}
const events = ref => sql(`SELECT e.event FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}' ORDER BY seq`).flat();
const words = html => main(html).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const SUNNIVA = 'ansatt-9998-1', PETTER = 'ansatt-9998-2', RANDI = 'ansatt-9998-3';
const at = async who => {
	const c = new Visitor(base);
	await c.loginStaff(who);
	return c;
};
const desk = ref => `${base}/saksbehandling/sak/${ref}`;

describe('at the desk', () => {
	test('a case has its documents and its history, and both looks are noted', async () => {
		const v = await applied(), c = await at(SUNNIVA);
		const documents = main((await c.go(`${desk(v.ref)}/dokumenter`)).text);
		assert.match(documents, /Søknad om barnehageplass/);
		assert.match(documents, /aria-current="page"[^>]*>Dokumenter/);
		const history = main((await c.go(`${desk(v.ref)}/historikk`)).text);
		assert.match(history, /Søknaden kom inn[\s\S]*Åpnet saken: listen over dokumenter/);
		assert.deepEqual(sql(`SELECT what FROM access_log l JOIN case_file c ON c.id = l.case_id WHERE c.ref = '${v.ref}' ORDER BY at`),
			[['documents'], ['history']]);
		assert.equal((await c.go(`${desk('BHG-2026-999999')}/dokumenter`)).status, 404);
		assert.equal((await c.go(`${desk(v.ref)}/historikk?fra=-1`)).status, 200);
		assert.equal((await c.go(`${desk(v.ref)}/historikk?fra=x`)).status, 200);
	});
});

describe('what is exempt', () => {
	test('is exempted by law and with a reason, is not there for the party any more, and is shown again', async () => {
		const v = await applied(), file = fileIn(v.ref), c = await at(SUNNIVA), form = `${desk(v.ref)}/unnta/vedlegg/${file}`;
		const mine = `${base}/mine-saker/${v.ref}`, reason = 'Naboens diagnose <b>';
		assert.match(words((await v.go(`${mine}/dokumenter`)).text), /uttalelse\.txt Vedlegg/);
		assert.equal((await v.ask('GET', `${mine}/vedlegg/${file}`)).text.slice(0, 15), 'en annens helse');

		await c.go(form);
		const wrong = await c.post(form, { csrf: c.csrf, grunn: '  ' });
		assert.equal(wrong.status, 422);
		assert.match(words(wrong.text), /Velg hvilken regel.*Skriv hvorfor/);
		assert.equal((await c.post(form, { csrf: c.csrf, hjemmel: 'fordi', grunn: reason })).status, 422);
		const long = await c.post(form, { csrf: c.csrf, hjemmel: '19-2', grunn: 'x'.repeat(2001) });
		assert.equal(long.status, 422);
		assert.match(long.text, /value="19-2"[^>]*checked/);
		await c.post(form, { csrf: c.csrf, hjemmel: '19-2', grunn: reason });
		assert.match(words(c.page.text), /Dokumentet er unntatt\. .*Unntatt etter forvaltningsloven § 19 andre ledd.*Sunniva Berg.*Naboens diagnose/);
		await c.go(form);
		await c.post(form, { csrf: c.csrf, hjemmel: '18a', grunn: 'en gang til' });
		assert.deepEqual(events(v.ref), ['submit', 'desk.exempt'], 'a second click does nothing');

		const seen = (await v.go(`${mine}/dokumenter`)).text;
		assert.match(words(seen), /Unntatt fra innsyn etter forvaltningsloven § 19 andre ledd/);
		assert.doesNotMatch(seen, /uttalelse|diagnose/);
		assert.equal((await v.ask('GET', `${mine}/vedlegg/${file}`)).status, 404);
		assert.equal((await v.ask('GET', `${mine}/vedlegg/${file}`)).text.includes('en annens helse'), false);
		assert.doesNotMatch((await v.go(mine)).text, /uttalelse/);
		assert.equal((await c.ask('GET', `${desk(v.ref)}/vedlegg/${file}`)).text.slice(0, 15), 'en annens helse');

		await c.go(`${desk(v.ref)}/dokumenter`);
		await c.submit({}, { action: 'gi-innsyn' });
		assert.match(words(c.page.text), /Søkeren ser dokumentet igjen/);
		assert.deepEqual(events(v.ref), ['submit', 'desk.exempt', 'desk.exempt-lift']);
		for (const page of ['', '/historikk'])
			assert.match(words((await c.go(desk(v.ref) + page)).text), /Et dokument ble unntatt fra innsyn.*Søkeren fikk innsyn i et dokument igjen/);
		assert.doesNotMatch(words((await v.go(mine)).text), /desk\.|unntatt/);
		assert.match(words((await v.go(`${mine}/dokumenter`)).text), /uttalelse\.txt/);
		assert.equal(sql(`SELECT count(*) FROM exemption x JOIN case_file c ON c.id = x.case_id WHERE c.ref = '${v.ref}'`)[0][0], '1', 'the row stays');
		assert.equal(skranke('audit', 'verify').status, 0);
	});

	test('is nothing that the party has had in the mailbox, that is not there, or that somebody has no right to', async () => {
		const v = await applied(), other = await applied('ola'), file = fileIn(v.ref), c = await at(SUNNIVA), n = await at('ansatt-9998-4');
		const letter = await until('the receipt', () => sql(`SELECT d.id FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}'`)[0]?.[0]);
		assert.equal((await c.go(`${desk(v.ref)}/unnta/brev/${letter}`)).status, 409);
		assert.equal((await c.go(`${desk(other.ref)}/unnta/vedlegg/${file}`)).status, 404);
		assert.equal((await c.go(`${desk(v.ref)}/unnta/vedlegg/x`)).status, 404);
		assert.equal((await c.go(`${desk(v.ref)}/unnta/hylle/${file}`)).status, 404);
		assert.equal((await n.go(`${desk(v.ref)}/unnta/vedlegg/${file}`)).status, 404);
		await c.go(`${desk(v.ref)}/dokumenter`);
		assert.equal((await c.post(`${desk(v.ref)}/unnta/brev/${letter}`, { csrf: c.csrf, hjemmel: '18a', grunn: 'x' })).status, 409);
		assert.deepEqual(events(v.ref), ['submit']);
	});

	test('loses no word when the session has run out', async () => {
		const v = await applied(), file = fileIn(v.ref), c = await at(SUNNIVA), form = `${desk(v.ref)}/unnta/vedlegg/${file}`;
		await c.go(form);
		const csrf = c.csrf;
		sql(`UPDATE session SET seen_at = now() - interval '31 minutes' WHERE sub = '${SUNNIVA}'`);
		const over = await c.post(form, { csrf, hjemmel: '18b', grunn: 'Lang tanke' });
		assert.equal(over.status, 401);
		const carried = formsOf(over.text).find(f => f.action.endsWith(file)).fields;
		await c.go(`/saksbehandling/logginn?til=${encodeURIComponent('/saksbehandling')}`);
		const again = await c.post(form, carried);
		assert.equal(again.status, 403);
		assert.match(again.text, /Lang tanke/);
		assert.match(again.text, /value="18b"[^>]*checked/);
		assert.deepEqual(events(v.ref), ['submit'], 'nothing was done');
	});
});

describe('what the desk has written', () => {
	test('a note is the party\'s to read from its release, unless it is exempt; another note never', async () => {
		const v = await applied(), c = await staff(SUNNIVA, v.ref), mine = `${base}/mine-saker/${v.ref}`;
		await c.does('notater', { notat: 'Ringte søkeren <i dag>.\nHun svarte.' });
		await c.does('notater', { notat: 'Bare mellom oss.' });
		const notes = () => sql(`SELECT n.id FROM case_note n JOIN case_file c ON c.id = n.case_id WHERE c.ref = '${v.ref}' ORDER BY n.at`).flat();
		const [note, own] = notes();
		assert.doesNotMatch(words((await v.go(`${mine}/dokumenter`)).text), /Ringte|Notat/);
		assert.equal((await v.ask('GET', `${mine}/notat/${note}`)).status, 404);
		assert.equal((await c.go(`${desk(v.ref)}/unnta/notater/${note}`)).status, 404, 'nothing to exempt yet');
		assert.equal((await c.does(`notater/${note}/frigi`, { revisjon: 1 })).status, 303);

		const listed = (await v.go(`${mine}/dokumenter`)).text;
		assert.match(words(listed), /Ringte søkeren &lt;i dag&gt;\. Notat/);
		assert.doesNotMatch(listed, /mellom oss/);
		assert.match(listed, new RegExp(`href="/mine-saker/${v.ref}/notat/${note}"`));
		const read = main((await v.go(`${mine}/notat/${note}`)).text);
		assert.match(read, /Ringte søkeren &lt;i dag&gt;\.\nHun svarte\./);
		assert.doesNotMatch(read, /Sunniva/);
		assert.equal((await v.ask('GET', `${mine}/notat/${own}`)).status, 404);
		assert.equal((await v.ask('GET', `${mine}/notat/x`)).status, 404);
		const other = await applied('ola');
		assert.equal((await other.ask('GET', `${mine}/notat/${note}`)).status, 404);
		assert.equal((await other.ask('GET', `${base}/mine-saker/${other.ref}/notat/${note}`)).status, 404);

		const documents = (await c.go(`${desk(v.ref)}/dokumenter`)).text;
		assert.match(words(documents), /Ringte søkeren &lt;i dag&gt;\. Notat/);
		assert.doesNotMatch(documents, /mellom oss/);
		assert.match(documents, new RegExp(`/notater/${note}"`));
		await c.go(`${desk(v.ref)}/unnta/notater/${note}`);
		await c.post(`${desk(v.ref)}/unnta/notater/${note}`, { csrf: c.csrf, hjemmel: '18a', grunn: 'Sendt feil.' });
		assert.match(words(c.page.text), /Unntatt etter forvaltningsloven § 18 a/);
		assert.match(words(await c.see('notater')), /Unntatt fra innsyn/);
		assert.match(words((await v.go(`${mine}/dokumenter`)).text), /Unntatt fra innsyn etter forvaltningsloven § 18 a.* Notat/);
		assert.doesNotMatch(v.page.text, /Ringte/);
		assert.equal((await v.ask('GET', `${mine}/notat/${note}`)).status, 404);
		await c.go(`${desk(v.ref)}/dokumenter`);
		await c.submit({}, { action: 'gi-innsyn' });
		assert.equal((await v.ask('GET', `${mine}/notat/${note}`)).status, 200);
	});

	/* Rejected, complained of, and sent to the complaint body: the letter to it. */
	async function sentOn(v, who) {
		const c = await staff(who, v.ref);
		await c.does('ta');
		assert.equal((await c.does('vedtak/send', { utfall: 'reject', grunn: 'full', tekst: 'Alle plassene er fordelt.' })).status, 303);
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		await v.submit({ klage: 'Vi bor her.', onske: '' }, { action: '/klage' }, 'send');
		assert.equal((await c.does('klage/opprettholde', { vurdering: 'Søknaden kom for sent.' })).status, 303);
		await until('the letter is made', () => letterText(v.ref, 'complaint-body'), 60000);
		return { c, letter: letters(v.ref).find(l => l[1] === 'complaint-body')[2] };
	}
	const lives = { ...answers(), barnet: { ...answers().barnet, adresse: 'Hemmelig vei 7, 0655 Fjordvik' } };

	test('a letter to the complaint body is read in the case, not in the mailbox, and may be exempt', async () => {
		const v = await applied('kari', lives), mine = `${base}/mine-saker/${v.ref}`, { c, letter } = await sentOn(v, SUNNIVA);
		assert.match(letterText(v.ref, 'complaint-body'), /Hemmelig vei 7/);
		assert.match((await v.go(`${mine}/dokumenter`)).text, new RegExp(`href="/mine-saker/${v.ref}/brev/${letter}"`));
		assert.match(words((await v.go(`${mine}/brev/${letter}`)).text), /Det er ikke til deg.*Søknaden kom for sent\./);
		assert.equal((await v.ask('GET', `${base}/postkasse/${letter}`)).status, 404);
		for (const page of ['/postkasse', `/mine-saker/${v.ref}`])
			assert.doesNotMatch((await v.go(base + page)).text, new RegExp(letter));
		const receipt = letters(v.ref).find(l => l[0] === 'receipt')[2];
		assert.equal((await v.ask('GET', `${mine}/brev/${receipt}`)).status, 404, 'one\'s own letters are read in the mailbox');
		assert.equal((await (await applied('ola')).ask('GET', `${mine}/brev/${letter}`)).status, 404);

		await c.go(`${desk(v.ref)}/unnta/brev/${letter}`);
		await c.post(`${desk(v.ref)}/unnta/brev/${letter}`, { csrf: c.csrf, hjemmel: '19-2', grunn: 'Gjelder en annen.' });
		assert.match(words(c.page.text), /Dokumentet er unntatt/);
		assert.match(words((await v.go(`${mine}/dokumenter`)).text), /Unntatt fra innsyn etter forvaltningsloven § 19 andre ledd.* Brev/);
		assert.doesNotMatch(v.page.text, new RegExp(letter));
		assert.equal((await v.ask('GET', `${mine}/brev/${letter}`)).status, 404);
	});

	test('a graded address is not in the letter to the complaint body', async () => {
		const v = await applied('vigdis', lives);
		await sentOn(v, RANDI);
		assert.match(letterText(v.ref, 'complaint-body'), /Skjermet adresse/);
		assert.doesNotMatch(letterText(v.ref, 'complaint-body'), /Hemmelig vei|0655/);
		assert.doesNotMatch(logs(), /Hemmelig vei/);
	});
});

describe('who has looked', () => {
	test('is told to the party in plain words, and to nobody else', async () => {
		const v = await applied(), c = await at(SUNNIVA), mine = `${base}/mine-saker/${v.ref}/innsyn`;
		assert.match(words((await v.go(mine)).text), /Ingen ansatte har sett på saken ennå/);
		await c.go(desk(v.ref));
		await c.go(`${desk(v.ref)}/historikk`);
		assert.match(words((await v.go(mine)).text), /Sunniva Berg , saksbehandler , Barnehagekontoret sentrum, \S[^,]* Åpnet saken: historikken .*Sunniva Berg , saksbehandler , Barnehagekontoret sentrum, [^,]* Åpnet saken/);
		sql(`INSERT INTO access_log (tenant_id, case_id, desk_user_id, at, what) SELECT c.tenant_id, c.id, u.id, now() - n * interval '1 day', 'letter'
		    FROM case_file c, desk_user u, generate_series(1, 120) n WHERE c.ref = '${v.ref}' AND u.subject = '${PETTER}'`);
		assert.equal((await v.go(mine)).text.match(/<tr>/g).length, 101);
		const older = /href="([^"]*fra=100)"/.exec(v.page.text)[1];
		assert.equal((await v.go(older)).text.match(/<tr>/g).length, 23);
		const other = new Visitor(base);
		await other.login('ola');
		for (const page of ['innsyn', 'dokumenter'])
			assert.equal((await other.go(`${base}/mine-saker/${v.ref}/${page}`)).status, 404);
	});
});

describe('a graded address', () => {
	const everywhere = async (c, v) => {
		const seen = [];
		for (const path of ['', '/dokumenter', '/historikk', '/vedtak'])
			seen.push((await c.go(desk(v.ref) + path)).status);
		for (const list of ['nyeste', 'eldste', 'frist', 'mine'])
			seen.push((await c.go(`${base}/saksbehandling?liste=${list}`)).text.includes(v.ref));
		return seen;
	};

	test('keeps a case from everyone without the right to it, and from the logs', async () => {
		const v = await applied('vigdis'), c = await at(SUNNIVA), leader = await at(RANDI);
		assert.deepEqual(sql(`SELECT p.graded, c.graded FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.ref = '${v.ref}'`), [['confidential', 't']]);
		assert.deepEqual(await everywhere(c, v), [404, 404, 404, 404, false, false, false, false]);
		assert.doesNotMatch(c.page.text, /Vigdis/);
		assert.equal((await leader.go(desk(v.ref))).status, 200);
		assert.match(words(leader.page.text), /Vigdis Heim/);
		assert.match(words(leader.page.text), /skjermet adresse/);
		await c.go(`${base}/saksbehandling`);
		assert.match(words(c.page.text), /ikke vist[^.]*skjermet adresse/);
		await leader.go(`${base}/saksbehandling`);
		assert.doesNotMatch(words(leader.page.text), /ikke vist/);
		assert.doesNotMatch(logs(), /Vigdis|14838530061/);
	});

	test('is not registered for by somebody who may not see the case afterwards', async () => {
		const c = await at(SUNNIVA), leader = await at(RANDI), address = `${base}/saksbehandling/registrer`;
		const form = { tjeneste: 'barnehageplass', kilde: 'paper', dato: '01.11.2026', nummer: '14838530061', navn: 'Vigdis Heim' };
		await new Visitor(base).login('vigdis');
		await c.go(address);
		const refused = await c.post(address, { ...form, csrf: c.csrf });
		assert.equal(refused.status, 422, words(refused.text));
		assert.match(words(refused.text), /kollega som har tilgang til skjermede adresser/);
		await leader.go(address);
		assert.equal((await leader.post(address, { ...form, csrf: leader.csrf })).status, 200);
	});

	test('makes graded what somebody else has sent about that person, from the day it is', async () => {
		const v = await applied(), c = await at(SUNNIVA);
		assert.equal((await c.go(desk(v.ref))).status, 200);
		sql("UPDATE person SET graded = 'strictly-confidential' WHERE pid = '14832560252'");
		try {
			assert.equal((await c.go(desk(v.ref))).status, 404);
			await c.go(`${base}/saksbehandling`);
			assert.equal((await c.post(`${desk(v.ref)}/ta`, { csrf: c.csrf })).status, 404);
			assert.equal((await v.go(`${base}/mine-saker/${v.ref}`)).status, 200, 'its party has it as before');
		} finally {
			sql("UPDATE person SET graded = NULL WHERE pid = '14832560252'");
		}
		assert.equal((await c.go(desk(v.ref))).status, 200);
	});
});

describe('a child whose address is graded', () => {
	test('never logs in: who may see such cases says so, and the case is hidden from others from then on', async () => {
		const child = '10852550061', { ref } = await applied('kari', { ...answers(), barnet: { ...answers().barnet, barn_pid: child } });
		const c = await at(RANDI), other = await at(SUNNIVA), form = `${desk(ref)}/adressebeskyttelse`;
		const graded = () => sql(`SELECT coalesce(graded, '-') FROM person WHERE pid = '${child}'`)[0][0];
		try {
			assert.equal((await other.go(form)).status, 403);
			await other.go(desk(ref));
			assert.doesNotMatch(main(other.page.text), /Adressebeskyttelse/);
			const id = sql(`SELECT id FROM person WHERE pid = '${child}'`)[0][0], field = `grad.${id}`;
			assert.equal((await other.post(form, { csrf: other.csrf, [field]: 'confidential' })).status, 403);
			assert.equal(graded(), '-');
			await c.go(desk(ref));
			assert.match(main(c.page.text), /Adressebeskyttelse<\/dt><dd>Ingen <a[^>]*\/adressebeskyttelse"/);
			await c.go(form);
			assert.match(main(c.page.text), /Kari Nordmann[\s\S]*\(søkeren\)[\s\S]*10852550061/);
			await c.submit({ [field]: 'odd' }, { action: '/adressebeskyttelse' });
			assert.equal(graded(), '-');
			assert.equal((await c.ask('POST', form, { body: { csrf: 'forged', [field]: 'confidential' } })).status, 403);
			await c.go(form);
			await c.submit({ [field]: 'confidential' }, { action: '/adressebeskyttelse' });
			assert.match(main(c.page.text), /Opplysningene om adressebeskyttelse er lagret/);
			assert.match(words(c.page.text), /Adressen til en i saken ble beskyttet/);
			assert.equal(graded(), 'confidential');
			assert.equal((await other.go(desk(ref))).status, 404);
			assert.doesNotMatch((await other.go(`${base}/saksbehandling?liste=alle&tekst=${ref}`)).text, new RegExp(`/sak/${ref}`));
			assert.equal((await c.go(desk(ref))).status, 200);
			assert.match(main(c.page.text), /Adressebeskyttelse<\/dt><dd>Skjermet/);
			const v = new Visitor(base);
			await v.login('kari', `/mine-saker/${ref}`);
			assert.equal(v.page.status, 200);
			assert.doesNotMatch(words(v.page.text), /beskyttet|desk\./);
		} finally {
			sql(`UPDATE person SET graded = NULL WHERE pid = '${child}'`);
		}
	});
});

describe('a case that is over', () => {
	test('says when it is deleted; one that is not, does not', async () => {
		const v = await applied(), at = `${base}/mine-saker/${v.ref}`;
		assert.doesNotMatch(words((await v.go(at)).text), /Saken slettes/);
		await v.go(`${at}/trekk`);
		await v.post(`${at}/trekk`, { csrf: v.csrf });
		const [day] = sql(`SELECT to_char((closed_at AT TIME ZONE 'Europe/Oslo') + interval '10 years', 'YYYY-MM-DD') FROM case_file WHERE ref = '${v.ref}'`)[0];
		const said = new Date(day).toLocaleDateString('nb-NO', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
		assert.match(words(v.page.text), new RegExp(`Saken slettes ${said.replace('.', '\\.')}, med alt`));
	});
});
