/* A whole case under attack: at each step those who may not take it try to, and nothing changes. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, neighbour, skranke, sql } from '../harness/stack.mjs';
import { appliedPrice, caseRow, events, staff } from './decide.mjs';
import { press } from './apply.mjs';
import { multipart, pdf } from './files.mjs';

const SUNNIVA = 'ansatt-9998-1', PETTER = 'ansatt-9998-2', RANDI = 'ansatt-9998-3', AUTHOR = 'ansatt-9998-4', ADMINISTRATOR = 'ansatt-9998-5';
const year = new Date().getFullYear() + 1;
const idOf = subject => sql(`SELECT id FROM desk_user WHERE subject = '${subject}'`)[0][0];
const lower = { utfall: 'grant', oppstart: `01.06.${year}`, grunn: 'seks-prosent', tekst: 'Som oppgitt.' };
const ask = { felt: 'personinntekt', 'grunn.personinntekt': 'uklart', dager: '14', tekst: 'Ring oss gjerne.' };

/* Everything that is of the case, but who has looked at it, and what the daemons write of letters and of time on their own. */
const tables = ['case_file', 'case_event', 'outbox', 'deadline', 'case_clock', 'case_interval', 'proposal', 'deficiency', 'deficiency_item', 'case_answers', 'case_note',
	'case_label', 'case_follow_up', 'attachment', 'complaint_draft', 'disqualification', 'exemption', 'case_address', 'case_message'];
const whole = ref => sql(`SELECT md5(string_agg(t.x, '' ORDER BY t.x)) FROM (${tables.map(t => t === 'case_file' ?
	`SELECT to_jsonb(c)::text FROM case_file c WHERE c.ref = '${ref}'` : t === 'outbox' ?
	`SELECT o.id::text FROM outbox o JOIN case_file c ON c.id = o.case_id WHERE c.ref = '${ref}'` : t === 'deadline' ?
	`SELECT o.id || o.event || coalesce(o.cancelled_at::text, '') FROM deadline o JOIN case_file c ON c.id = o.case_id WHERE c.ref = '${ref}'` :
	`SELECT to_jsonb(o)::text FROM ${t} o JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id WHERE c.ref = '${ref}'`).join(' UNION ALL ')}) AS t (x)`)[0][0];

let v, one, two, crowd;

/* Those who may not, with what each of them is answered. */
async function enemies() {
	const at = `${base}/saksbehandling/sak/${v.ref}`;
	const arrive = async (who, site = base) => {
		const c = new Visitor(site);
		await c.loginStaff(who);
		return c;
	};
	const reader = await arrive(PETTER), author = await arrive(AUTHOR), administrator = await arrive(ADMINISTRATOR), nils = await arrive('ansatt-9997-1', neighbour);
	const citizen = new Visitor(base);
	await citizen.login('ola', '/mine-saker');
	const stolen = new Visitor(base);		/* another municipality's session, brought here */
	stolen.jar.set(new URL(base).host, nils.jar.get(new URL(neighbour).host));
	return [
		{ name: 'a reader', who: reader, status: 403, at },
		{ name: 'an author', who: author, status: 403, at },
		{ name: 'an administrator', who: administrator, status: 403, at },
		{ name: 'another municipality', who: nils, status: 404, at: at.replace(base, neighbour) },
		{ name: 'another municipality\'s session', who: stolen, csrf: nils.csrf, status: 401, at },
		{ name: 'an applicant', who: citizen, csrf: citizen.csrf, status: 401, at },
		{ name: 'nobody', who: new Visitor(base), csrf: 'x', status: 401, at },
	];
}

/* What the right one is about to do, done by everybody else; then without a token, with another's, and with a forged one. */
async function attacked(steps) {
	const was = whole(v.ref);
	for (const [path, body] of steps) {
		for (const e of crowd) {
			const answer = await e.who.ask('POST', `${e.at}/${path}`, { body: { csrf: e.csrf ?? e.who.csrf ?? 'x', ...body } });
			assert.equal(answer.status, e.status, `${e.name}: ${path}`);
		}
		for (const csrf of ['', 'forged', crowd[1].who.csrf, undefined])
			assert.equal((await one.ask('POST', `${one.at}/${path}`, { body: csrf === undefined ? body : { csrf, ...body } })).status, 403, `token ${csrf}: ${path}`);
	}
	assert.equal(whole(v.ref), was);
}

/* Nothing changes, and the answer says that it is too late, or that it is no more to be done. */
async function replayed(who, steps, statuses = [409]) {
	const was = whole(v.ref);
	for (const [path, body] of steps) {
		const answer = await who.does(path, body);
		assert.ok(statuses.includes(answer.status), `${path} again: ${answer.status}`);
	}
	assert.equal(whole(v.ref), was);
}

describe('a case from beginning to end', () => {
	const right = `desk_user_id = '${idOf(PETTER)}' AND service = 'redusert-foreldrebetaling'`;

	before(async () => {
		v = await appliedPrice();
		one = await staff(SUNNIVA, v.ref);
		two = await staff(RANDI, v.ref);
		sql(`UPDATE desk_right SET role = 'reader' WHERE ${right}`);
		crowd = await enemies();
	});

	test('is claimed by who may', async () => {
		await attacked([['ta', { fra: '' }], ['gi-videre', { fra: '', til: idOf(PETTER) }], ['enhet', { fra: 'betaling', enhet: 'sentrum' }], ['notater', { notat: 'x' }],
			['merker', { nytt: 'x' }], ['oppfolging', { dag: `1.2.${year}`, revisjon: '0' }]]);
		await replayed(one, [['gi-videre', { fra: '', til: idOf(PETTER) }], ['gi-videre', { fra: '', til: idOf(AUTHOR) }], ['enhet', { fra: 'betaling', enhet: 'skogheim' }],
			['enhet', { fra: 'betaling', enhet: '' }]], [422]);
		assert.equal((await one.does('ta', { fra: '' })).status, 303);
		await replayed(one, [['ta', { fra: '' }]], [303]);
		await replayed(two, [['ta', { fra: '' }], ['gi-videre', { fra: '', til: idOf(RANDI) }], ['enhet', { fra: 'sentrum', enhet: 'oyene' }]], [409]);
	});

	test('is asked about by who has it', async () => {
		await attacked([['mangler/forhandsvisning', ask], ['mangler/send', ask]]);
		await replayed(two, [['mangler/send', ask]], [403, 409]);
		await replayed(one, [['mangler/send', { ...ask, dager: '900' }], ['mangler/send', { felt: 'finnes-ikke' }]], [422]);
		assert.equal((await one.does('mangler/send', ask)).status, 303);
		assert.equal(caseRow(v.ref, 'state')[0], 'waiting');
		await attacked([['mangler/trekk', {}]]);
		await replayed(one, [['vedtak/send', lower], ['vedtak/foresla', { ...lower, utgave: 0 }], ['klage/opprettholde', { vurdering: 'x' }], ['klage/resultat', { resultat: 'stand' }]]);
	});

	test('is answered by the applicant alone', async () => {
		const was = whole(v.ref), mine = `${base}/mine-saker/${v.ref}`, { who: ola, csrf: olas } = crowd[5];
		for (const path of ['mangler', 'trekk', 'klage', 'klage/trekk'])		/* the first leads to the case, which is not there */
			assert.equal((await ola.go(`${mine}/${path}`, { body: { csrf: olas, klage: 'x', handling: 'send' } }, 'POST')).status, 404, path);
		const sent = multipart([['csrf', olas], ['utkast', randomUUID()], ['tekst', 'Jeg også.'], ['handling', 'send']], [['filer', 'a.pdf', pdf()]]);
		assert.equal((await ola.go(`${mine}/ettersend`, sent, 'POST')).status, 404);
		for (const path of ['mangler', 'trekk', 'klage']) {
			assert.equal((await one.ask('POST', `${mine}/${path}`, { body: { csrf: one.csrf ?? 'x' } })).status, 401, path);
			assert.equal((await v.ask('POST', `${mine}/${path}`, { body: { csrf: 'forged', klage: 'x' } })).status, path === 'klage' ? 409 : 403, path);
		}
		assert.equal(whole(v.ref), was);
		await v.go(`${mine}/mangler`);
		await v.submit({}, { action: '/mangler' });
		const draft = v.page.url.replace(/\/[^/]*$/, '');
		assert.equal((await ola.ask('GET', v.page.url)).status, 404);
		assert.equal((await ola.ask('POST', `${draft}/send`, { body: { csrf: olas } })).status, 404);
		await press(v, { personinntekt: '310 000' });
		await v.post(`${draft}/send`, { csrf: v.csrf });
		assert.equal(caseRow(v.ref, 'state')[0], 'review');
		const after = whole(v.ref);
		await v.post(`${draft}/send`, { csrf: v.csrf });
		assert.equal(whole(v.ref), after, 'a second click');
	});

	test('is proposed by who has it, and approved by somebody else', async () => {
		await attacked([['vedtak/forhandsvisning', lower], ['vedtak/lagre', { ...lower, utgave: 0 }], ['vedtak/foresla', { ...lower, utgave: 0 }], ['vedtak/send', lower]]);
		await replayed(one, [['vedtak/send', lower]], [403]);
		await replayed(two, [['vedtak/foresla', { ...lower, utgave: 0 }]], [403]);
		await replayed(one, [['vedtak/foresla', { ...lower, utgave: 7 }], ['vedtak/foresla', { ...lower, utgave: 0, gjelder: '2026-01-01' }]]);
		assert.equal((await one.does('vedtak/foresla', { ...lower, utgave: 0 })).status, 303);
		await replayed(one, [['vedtak/foresla', { ...lower, utgave: 0 }], ['vedtak/lagre', { ...lower, utgave: 2 }]]);
		await attacked([['godkjenning/send', { utgave: 2 }], ['godkjenning/returner', { utgave: 2, kommentar: 'x' }]]);
		await replayed(one, [['godkjenning/send', { utgave: 2 }], ['godkjenning/returner', { utgave: 2, kommentar: 'x' }]], [403]);
		await replayed(two, [['godkjenning/trekk', { utgave: 2 }]], [403]);
		await replayed(two, [['godkjenning/send', { utgave: 1 }]]);
	});

	test('is approved by nobody who is disqualified in it', async () => {
		const ruled = `INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason) SELECT c.tenant_id, c.id, '${idOf(RANDI)}', 'Naboen min' FROM case_file c WHERE c.ref = '${v.ref}'`;
		sql(ruled);
		try {
			const was = whole(v.ref);
			for (const [path, body] of [['godkjenning/send', { utgave: 2 }], ['godkjenning/returner', { utgave: 2, kommentar: 'Se en gang til.' }], ['ta', { fra: '' }],
				['notater', { notat: 'Husk.' }], ['klage/resultat/forhandsvisning', { handling: 'legg-ved' }]]) {
				const answer = await two.does(path, body);
				assert.equal(answer.status, path.startsWith('klage/') ? answer.status : 403, path);
				assert.ok(answer.status >= 400, path);
			}
			assert.equal(whole(v.ref), was);
		} finally {
			sql(`DELETE FROM disqualification WHERE desk_user_id = '${idOf(RANDI)}'`);
		}
	});

	test('is decided once, as it was proposed', async () => {
		assert.equal((await two.does('godkjenning/send', { utgave: 2 })).status, 303);
		assert.deepEqual(caseRow(v.ref, 'state, outcome'), ['decided', 'grant']);
		await replayed(two, [['godkjenning/send', { utgave: 2 }], ['godkjenning/returner', { utgave: 2, kommentar: 'x' }]]);
		await replayed(one, [['godkjenning/trekk', { utgave: 2 }], ['vedtak/foresla', { ...lower, utgave: 0 }], ['mangler/send', ask], ['mangler/trekk', {}]]);
	});

	test('is complained of by the applicant, once', async () => {
		const was = whole(v.ref), mine = `${base}/mine-saker/${v.ref}/klage`, { who: ola, csrf: olas } = crowd[5];
		assert.equal((await ola.ask('POST', mine, { body: { csrf: olas, klage: 'Jeg også.', handling: 'send' } })).status, 404);
		await v.go(mine);
		const { csrf } = v;
		assert.equal((await v.ask('POST', mine, { body: { csrf: 'forged', klage: 'x', handling: 'send' } })).status, 403);
		assert.equal(whole(v.ref), was);
		await attacked([['klage/registrer', { klage: 'På papir.', mottatt: '22.11.2026' }]]);
		await v.post(mine, { csrf, klage: 'Prisen er feil.', endring: '', handling: 'send' });
		assert.equal(caseRow(v.ref, 'state')[0], 'complaint');
		const after = whole(v.ref);
		assert.equal((await v.ask('POST', mine, { body: { csrf, klage: 'Prisen er feil.', handling: 'send' } })).status, 409);
		assert.equal(whole(v.ref), after);
		await replayed(one, [['klage/registrer', { klage: 'En til.', mottatt: '22.11.2026' }]]);
	});

	test('is upheld by who has it, and its result is registered by nobody else', async () => {
		const vurdering = 'Inntekten er den i skattemeldingen.';
		await attacked([['klage/forhandsvisning', { vurdering }], ['klage/opprettholde', { vurdering }], ['klage/foresla', { vurdering }]]);
		await replayed(two, [['klage/opprettholde', { vurdering }]], [403]);
		await replayed(one, [['klage/opprettholde', { vurdering, utgave: 4 }], ['klage/foresla', { vurdering }], ['klage/resultat', { resultat: 'stand' }]]);
		assert.equal((await one.does('klage/opprettholde', { vurdering })).status, 303);
		assert.equal(caseRow(v.ref, 'state')[0], 'appeal');
		await replayed(one, [['klage/opprettholde', { vurdering }], ['vedtak/send', lower]]);
		await attacked([['klage/resultat/forhandsvisning', { resultat: 'stand', avgjort: '22.11.2026' }], ['klage/resultat', { resultat: 'stand', avgjort: '22.11.2026' }]]);
		await replayed(two, [['klage/resultat', { resultat: 'stand', avgjort: '22.11.2026' }]], [403]);
	});

	test('has a chain that holds, and in it what was done by those who might', () => {
		sql(`UPDATE desk_right SET role = 'caseworker' WHERE ${right}`);
		assert.deepEqual(events(v.ref), ['submit', 'assign', 'ask', 'answer', 'propose', 'grant', 'complain', 'uphold']);
		assert.equal(sql(`SELECT count(*) FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${v.ref}' AND e.actor = 'caseworker'
			AND e.actor_id NOT IN ('${idOf(SUNNIVA)}', '${idOf(RANDI)}')`)[0][0], '0');
		const verify = skranke('audit', 'verify');
		assert.equal(verify.status, 0, verify.said);
	});
});
