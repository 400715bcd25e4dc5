/* What is done with a complaint by four eyes, what a changed decision says, and the complaint body's own letter. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { base, skranke, sql, until } from '../harness/stack.mjs';
import { applied, main, places, year } from './apply.mjs';
import { caseRow, events, letterText, staff } from './decide.mjs';
import { infected, multipart, pdf, sends, zip } from './files.mjs';

const SUNNIVA = 'ansatt-9998-1', PETTER = 'ansatt-9998-2';
const EYES = '09300000-0000-7000-8000-000000000001';
const today = new Date().toLocaleDateString('nb-NO', { timeZone: 'Europe/Oslo', day: '2-digit', month: '2-digit', year: 'numeric' });
const changed = () => ({ resultat: 'change', utfall: 'grant', plass: places()[0], oppstart: `16.08.${year}`, avgjort: today, begrunnelse: 'Klageren har rett.' });

/* The same service with a flow in which what is done with a complaint asks for four eyes too. */
function strict(ref) {
	const quoted = text => text.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	const change = (in_, from, to) => `replace(${in_}, '${quoted(from)}', '${quoted(to)}')`;
	const eyes = (in_, head) => change(in_, head, `${head} sk:four-eyes="true"`);
	const bundle = change(eyes(eyes('r.bundle', 'event="uphold" target="appeal"'), 'event="appeal.stand appeal.change" target="closed"'),
	    '<state id="answered" initial="decided">', '<state id="answered" initial="decided"><transition event="propose return" sk:by="caseworker"/>');
	sql(`INSERT INTO template_release (id, service, version, sha256, bundle)
		SELECT '${EYES}', r.service, 930, 'eyes', ${bundle}
		FROM template_release r WHERE r.service = 'barnehageplass' AND r.in_force ON CONFLICT DO NOTHING;
		UPDATE case_file SET release_id = '${EYES}' WHERE ref = '${ref}'`);
}

/* A case that was refused and complained of; taken by the first caseworker. */
async function complained(eyes = false) {
	const v = await applied();
	if (eyes)
		strict(v.ref);
	const c = await staff(SUNNIVA, v.ref);
	await c.does('ta');
	await c.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
	await v.go(`${base}/mine-saker/${v.ref}/klage`);
	await v.post(`${base}/mine-saker/${v.ref}/klage`, { csrf: v.csrf, klage: 'Vi bor her.', endring: '', handling: 'send' });
	assert.equal(caseRow(v.ref, 'state')[0], 'complaint');
	return { v, c };
}

async function sentOn() {
	const { v, c } = await complained();
	assert.equal((await c.does('klage/opprettholde', { vurdering: 'Søknaden kom for sent.' })).status, 303);
	return { v, c };
}
const proposalOf = ref => sql(`SELECT p.status, p.fields FROM proposal p JOIN case_file c ON c.id = p.case_id WHERE c.ref = '${ref}'`)[0];

describe('where the flow asks for four eyes of a complaint', () => {
	test('it is sent on only after somebody else has read the letters, and what came of it likewise', async () => {
		const { v, c } = await complained(true), vurdering = 'Søknaden kom <for> sent.';
		const preview = main((await c.does('klage/forhandsvisning', { vurdering })).text);
		assert.match(preview, /En annen må lese og godkjenne/);
		assert.match(preview, /action="[^"]*\/klage\/foresla"/);
		assert.equal((await c.does('klage/opprettholde', { vurdering })).status, 403);
		assert.equal((await c.does('klage/foresla', { vurdering, utgave: 0 })).status, 303);
		assert.match(main(await c.see()), /Til godkjenning[\s\S]*Oppretthold vedtaket[\s\S]*Sunniva Berg/);
		const waits = main(await c.see('klage'));
		assert.match(waits, /Oppretthold vedtaket: sendt til godkjenning/);
		assert.doesNotMatch(waits, /Se brevene|Starter når søkeren er varslet/);
		assert.equal((await c.does('klage/foresla', { vurdering: 'Mer.', utgave: 2 })).status, 409);
		assert.equal((await c.does('godkjenning/send', { utgave: 2 })).status, 403);

		const two = await staff(PETTER, v.ref), read = main(await two.see('godkjenning'));
		assert.match(read, /Til godkjenning: Oppretthold vedtaket/);
		assert.match(read, /Til klageinstansen[\s\S]*Søknaden kom &lt;for(>|&gt;) sent[\s\S]*Til søkeren[\s\S]*Søknaden kom &lt;for/);
		assert.equal((await two.does('godkjenning/send', { utgave: 1 })).status, 409);
		assert.equal((await two.does('godkjenning/send', { utgave: 2 })).status, 303);
		assert.equal((await two.does('godkjenning/send', { utgave: 2 })).status, 409);
		assert.equal(caseRow(v.ref, 'state')[0], 'appeal');
		await until('both letters are made', () => letterText(v.ref, 'complaint-sent') && letterText(v.ref, 'complaint-body'), 60000);
		assert.equal(proposalOf(v.ref), undefined);

		const result = changed();
		assert.match(main((await c.does('klage/resultat/forhandsvisning', result)).text), /En annen må lese[\s\S]*Barnet får plass i/);
		assert.equal((await c.does('klage/resultat', result)).status, 403);
		assert.equal((await c.does('klage/foresla', { ...result, utgave: 0 })).status, 303);
		await two.see('godkjenning');
		assert.match(main(two.page.text), /Til godkjenning: Vedtaket er endret[\s\S]*Barnet får plass i/);
		assert.equal((await two.does('godkjenning/returner', { utgave: 2, kommentar: 'Feil dag?' })).status, 303);
		const back = main(await c.see('klage'));
		assert.match(back, /Forslaget kom tilbake fra Petter Lie: .*Feil dag\?/);
		assert.match(back, /Klageren har rett\./);
		assert.match(back, new RegExp(`name="oppstart"[^>]*value="16\\.08\\.${year}"|value="16\\.08\\.${year}"[^>]*name="oppstart"`));
		assert.equal((await c.does('klage/foresla', { ...result, utgave: 3 })).status, 303);
		assert.equal((await two.does('godkjenning/send', { utgave: two.fields('godkjenning/send').utgave })).status, 409);
		await two.see('godkjenning');
		assert.equal((await two.does('godkjenning/send', { utgave: two.fields('godkjenning/send').utgave })).status, 303);
		assert.deepEqual(caseRow(v.ref, 'state, outcome'), ['closed', 'grant']);
		assert.deepEqual(events(v.ref), ['submit', 'assign', 'reject', 'complain', 'propose', 'uphold', 'propose', 'return', 'propose', 'appeal.change']);
		const [[by]] = sql(`SELECT e.data ->> 'approved_by' FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${v.ref}' AND e.event = 'appeal.change'`);
		assert.equal(by, 'Petter Lie');
		assert.equal(skranke('audit', 'verify').status, 0);
	});

	test('a decision that was begun is not lost when something else is proposed', async () => {
		const { v, c } = await complained(true);
		const [[stands]] = sql(`SELECT decided_at FROM case_file WHERE ref = '${v.ref}'`);
		assert.equal((await c.does('vedtak/lagre', { utfall: 'grant', tekst: 'Kanskje likevel.', utgave: 0, gjelder: stands })).status, 303);
		assert.equal((await c.does('klage/foresla', { vurdering: 'Nei.', utgave: 0 })).status, 409);
		assert.equal((await c.does('klage/foresla', { vurdering: 'Nei.', utgave: 1 })).status, 303);
		assert.equal((await c.does('godkjenning/trekk', { utgave: 3 })).status, 303);
		assert.match(await c.see('vedtak'), /Kanskje likevel\./);
		assert.match(await c.see('klage'), /Nei\.<\/textarea>/);
	});

	test('an approver reads what goes with it, and is told that the applicant has done something since', async () => {
		const { v, c } = await complained(true), plan = pdf(), kept = `SELECT a.id, a.sha256 FROM attachment a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${v.ref}'`;
		await sends(v, [['kart.pdf', plan]]);
		const [[id, sha256]] = sql(kept);
		await c.does('klage/foresla', { vurdering: 'Nei.', vedlegg: `file:${id}`, utgave: 0 });
		const two = await staff(PETTER, v.ref);
		assert.doesNotMatch(main(await two.see('godkjenning')), /Søkeren har sendt noe etter/);
		sql(`INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id)
			SELECT tenant_id, id, 'message', state, state, 'applicant', person_id FROM case_file WHERE ref = '${v.ref}'`);
		const read = main(await two.see('godkjenning'));
		assert.match(read, /Søkeren har sendt noe etter at dette ble foreslått/);
		assert.ok(read.includes(sha256.match(/.{8}/g).join(' ')));
		assert.equal((await two.does('godkjenning/send', {})).status, 303);
		assert.deepEqual(sql(`SELECT receiver, sha256 FROM letter_file WHERE attachment_id = '${id}'`), [['complaint-body', sha256]]);
	});
});

describe('a decision that the complaint body changed', () => {
	test('says what applies now: the place and the day are asked for, and stand in the letter', async () => {
		const { v, c } = await sentOn();
		const { plass, oppstart, ...none } = changed();
		const wrong = await c.does('klage/resultat/forhandsvisning', none);
		assert.equal(wrong.status, 422);
		assert.match(main(wrong.text), /Velg hvilken barnehage barnet får plass i[\s\S]*Skriv dagen vedtaket gjelder fra/);
		assert.match(main(wrong.text), /Klageren har rett\./);
		assert.equal((await c.does('klage/resultat', { ...none, plass: 'x', oppstart: 'snart' })).status, 422);
		const preview = main((await c.does('klage/resultat/forhandsvisning', changed())).text);
		assert.match(preview, new RegExp(`Dette gjelder nå[\\s\\S]*Barnet får plass i .* fra 16\\. august ${year}`));
		assert.equal((await c.does('klage/resultat', changed())).status, 303);
		assert.equal((await c.does('klage/resultat', changed())).status, 409);
		await until('the letter is made', () => letterText(v.ref, 'appeal-result'), 60000);
		assert.match(letterText(v.ref, 'appeal-result'), new RegExp(`Vedtaket fra .* er endret.*Klageren har rett\\..*Barnet får plass i .* fra 16\\. august ${year}`));
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.match(main(v.page.text), /Barnet har fått plass/);
	});

	test('to a refusal asks for neither', async () => {
		const { v, c } = await sentOn();
		assert.equal((await c.does('klage/resultat', { resultat: 'change', utfall: 'reject', avgjort: today })).status, 303);
		assert.deepEqual(caseRow(v.ref, 'state, outcome'), ['closed', 'reject']);
	});
});

describe('the letter of the complaint body', () => {
	let v, c;
	const send = (who, files, csrf) => {
		const { body, headers } = multipart([['csrf', csrf], ['handling', 'legg-ved']], files.map(([name, bytes]) => ['skann', name, bytes]));
		return who.ask('POST', `${c.at}/klage/resultat/forhandsvisning`, { body, headers });
	};
	const kept = () => sql(`SELECT a.name FROM attachment a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${v.ref}' AND a.kind = 'body' ORDER BY a.name`).map(r => r[0]);
	before(async () => { ({ v, c } = await sentOn()); });

	test('is attached by who has the case, once, and what cannot be taken is told of', async () => {
		await c.see('klage');
		const csrf = c.csrf, letter = pdf();
		assert.equal((await send(c, [['Avgjørelse.pdf', letter]], csrf)).status, 200);
		assert.equal((await send(c, [['Avgjørelse.pdf', letter]], csrf)).status, 200);
		assert.deepEqual(kept(), ['Avgjørelse.pdf']);
		for (const [name, bytes] of [['a.zip', zip()], ['b.pdf', infected()], ['c.pdf', Buffer.alloc(0)]]) {
			const refused = await send(c, [[name, bytes]], csrf);
			assert.equal(refused.status, 422, name);
			assert.match(main(refused.text), new RegExp(name.replace('.', '\\.')));
		}
		assert.equal((await send(c, [['d.pdf', pdf()]], 'forged')).status, 403);
		const two = await staff(PETTER, v.ref);
		await two.see('klage');
		assert.equal((await send(two, [['e.pdf', pdf()]], two.csrf)).status, 403);
		assert.deepEqual(kept(), ['Avgjørelse.pdf']);
	});

	test('is taken out again while it is ours alone', async () => {
		await c.see('klage');
		assert.equal((await send(c, [['feil.pdf', pdf()]], c.csrf)).status, 200);
		await c.see('klage');
		const drop = [...c.page.text.matchAll(/value="(fjern:[^"]*)"/g)].map(m => m[1]);
		assert.equal(drop.length, 2);
		await c.does('klage/resultat/forhandsvisning', { handling: drop[1] });
		assert.deepEqual(kept(), ['Avgjørelse.pdf']);
	});

	test('is no document of the party\'s before its result is registered, and is one from then on', async () => {
		await v.go(`${base}/mine-saker/${v.ref}/dokumenter`);
		assert.doesNotMatch(main(v.page.text), /Avgjørelse\.pdf/);
		const [[id]] = sql(`SELECT a.id FROM attachment a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${v.ref}' AND a.kind = 'body'`);
		assert.equal((await v.ask('GET', `${base}/mine-saker/${v.ref}/vedlegg/${id}`)).status, 404);
		assert.equal((await c.ask('GET', `${c.at}/vedlegg/${id}`)).status, 200);
		assert.equal((await c.does('klage/resultat', changed())).status, 303);
		await v.go(`${base}/mine-saker/${v.ref}/dokumenter`);
		assert.match(main(v.page.text), /Avgjørelse\.pdf/);
		assert.equal((await v.ask('GET', `${base}/mine-saker/${v.ref}/vedlegg/${id}`)).status, 200);
		await c.see('klage');
		assert.match(main(c.page.text), /Avgjørelse\.pdf/);
		assert.equal((await c.does('klage/resultat/forhandsvisning', { handling: `fjern:${id}` })).status, 409);
		assert.equal((await send(c, [['sen.pdf', pdf()]], c.csrf)).status, 409);
		assert.deepEqual(kept(), ['Avgjørelse.pdf']);
	});
});
