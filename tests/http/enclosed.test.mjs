/* What goes with a letter: chosen by a caseworker, named by the letter with its hash, opened by the party. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';

import { formsOf } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { applied, main } from './apply.mjs';
import { appliedPrice, events, june, letterText, letters, staff } from './decide.mjs';
import { pdf, png, sends } from './files.mjs';

const sha = bytes => createHash('sha256').update(bytes).digest('hex');
const grouped = hash => hash.match(/.{8}/g).join(' ');
const AT = `${base}/saksbehandling/utvalg`;
const words = html => main(html).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const ticks = html => [...html.matchAll(/<input[^>]*name="vedlegg"[^>]*>/g)].map(m => ({ value: /value="([^"]*)"/.exec(m[0])[1], checked: /checked/.test(m[0]) }));
const attachment = (ref, name) => sql(`SELECT 'file:' || a.id FROM attachment a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${ref}' AND a.name = '${name}'`)[0][0];
const enclosed = ref => sql(`SELECT f.n, f.name, f.sha256 FROM letter_file f JOIN case_file c ON c.id = f.case_id WHERE c.ref = '${ref}' ORDER BY f.outbox_id, f.n`);

const write = (c, ref, more = {}, to = 'utvalg') => c.ask('POST', `${base}/saksbehandling/${to}`, { body: [['csrf', c.csrf], ['handling', 'brev'], ['sak', ref],
	...Object.entries(more).flatMap(([k, x]) => [x].flat().map(y => [k, y]))] });
const letter = { tittel: 'Til deg', tekst: 'Se vedleggene.' };

describe('a letter in one case', () => {
	let v, c, plan = pdf(3000), picture = png();
	before(async () => {
		v = await applied();
		await sends(v, [['Plan – første etg.pdf', plan], ['bilde.png', picture]]);
		await until('the receipts are made', () => letters(v.ref).length >= 2, 90000);
		c = await staff('ansatt-9998-1', v.ref);
		c.csrf ??= formsOf(c.page.text).flatMap(f => f.fields).find(([k]) => k === 'csrf')[1];
	});

	test('offers the files and earlier letters of the case, and nothing is ticked', async () => {
		const page = await write(c, v.ref);
		assert.equal(page.status, 200);
		assert.match(words(page.text), /Plan – første etg\.pdf.*bilde\.png/);
		assert.equal(ticks(page.text).length, 4);		// two files, two receipts
		assert.ok(ticks(page.text).every(t => !t.checked));
	});

	test('names what goes with it, before it is sent and when it is read; the party opens it, and its hash is proof', async () => {
		const chosen = ['Plan – første etg.pdf', 'bilde.png'].map(n => attachment(v.ref, n));
		const preview = await write(c, v.ref, { ...letter, vedlegg: chosen }, 'utvalg/brev');
		assert.match(words(preview.text), new RegExp(`Vedlegg 1 Plan – første etg\\.pdf \\(3 kB\\)\\. Fingeravtrykk \\(SHA-256\\): ${grouped(sha(plan))}`));
		assert.deepEqual(formsOf(preview.text).flatMap(f => f.fields).filter(([k]) => k === 'vedlegg').map(f => f[1]), chosen);
		const back = await write(c, v.ref, { ...letter, vedlegg: chosen });
		assert.deepEqual(ticks(back.text).filter(t => t.checked).map(t => t.value), chosen);
		assert.equal((await write(c, v.ref, { ...letter, vedlegg: chosen }, 'utvalg/utfor')).status, 303);
		assert.deepEqual(enclosed(v.ref), [['1', 'Plan – første etg.pdf', sha(plan)], ['2', 'bilde.png', sha(picture)]]);
		const id = () => letters(v.ref).filter(l => l[0] === 'message').map(l => l[2]).find(x => sql(`SELECT 1 FROM letter_file f JOIN document d ON d.outbox_id = f.outbox_id WHERE d.id = '${x}'`).length);
		await until('the letter is made', id, 90000);
		assert.ok(letterText(v.ref, 'message').includes(grouped(sha(picture))));
		const page = await v.go(`${base}/postkasse/${id()}`);
		assert.match(words(page.text), /Vedlegg Plan – første etg\.pdf, 3 kB bilde\.png/);
		const card = (await v.go(`${base}/postkasse?sak=${v.ref}`)).text.split('<li').map(l => l.replace(/<[^>]*>/g, ' '));
		assert.equal(card.filter(l => /Vedlegg: 2/.test(l)).length, 1);
		assert.equal(card.filter(l => /Vedlegg/.test(l)).length, 1, 'the receipts have none');
		for (const [n, bytes] of [[1, plan], [2, picture]]) {
			const file = await v.ask('GET', `${base}/postkasse/${id()}/vedlegg/${n}`);
			assert.equal(file.status, 200);
			assert.equal(sha(file.bytes ?? Buffer.from(file.text, 'latin1')), sha(bytes));
		}
		for (const n of ['0', '3', 'x', '11'])
			assert.equal((await v.ask('GET', `${base}/postkasse/${id()}/vedlegg/${n}`)).status, 404);
		assert.equal((await (await applied('ola')).ask('GET', `${base}/postkasse/${id()}/vedlegg/1`)).status, 404);
		const proofs = sql(`SELECT what, files FROM letter_proof WHERE document_id = '${id()}'`);
		assert.ok(proofs.length >= 3, JSON.stringify(proofs));
		for (const [what, files] of proofs)
			assert.equal(files, `{${sha(plan)},${sha(picture)}}`, what);
		assert.match(sql(`SELECT e.data -> 'files' FROM case_event e JOIN case_file k ON k.id = e.case_id WHERE k.ref = '${v.ref}' AND e.event = 'desk.letter'`)[0][0],
			new RegExp(`"name": "bilde.png", "sha256": "${sha(picture)}"`));
		assert.match(words(await c.see(`brev/${id()}`)), /Vedlegg Plan – første etg\.pdf/);
		assert.match(words(await c.see('brev')), /Vedlegg: Plan – første etg\.pdf/);
	});

	test('says on paper whom it is to, though nobody knows where they live, and what goes with it', async () => {
		const [[pdfOf]] = sql(`SELECT encode(p.content, 'hex') FROM document_pdf p JOIN letter_file f ON f.name = 'bilde.png'
			JOIN document d ON d.outbox_id = f.outbox_id AND d.id = p.document_id JOIN case_file k ON k.id = d.case_id WHERE k.ref = '${v.ref}'`);
		const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: Buffer.from(pdfOf, 'hex') }).toString().replace(/\s+/g, ' ');
		assert.match(text.slice(0, text.indexOf('Hei')), /Kari Nordmann/);
		assert.match(text, /Vedlegg 2 bilde\.png/);
	});

	test('brings an earlier letter as its PDF', async () => {
		const [[, , receipt]] = letters(v.ref).filter(l => l[0] === 'receipt');
		await until('the receipt is pressed', () => sql(`SELECT 1 FROM document_pdf WHERE document_id = '${receipt}'`).length, 90000);
		assert.equal((await write(c, v.ref, { ...letter, tittel: 'Kvitteringen', vedlegg: `letter:${receipt}` }, 'utvalg/utfor')).status, 303);
		const id = await until('the letter is made', () => sql(`SELECT id FROM document WHERE title = 'Kvitteringen'`)[0]?.[0], 90000);
		const file = await v.ask('GET', `${base}/postkasse/${id}/vedlegg/1`);
		assert.equal(file.status, 200);
		assert.equal(file.headers['content-type'], 'application/pdf');
	});

	test('refuses what is not of the case, exempt, infected, too many or too large, and loses nothing that was typed', async () => {
		const other = await applied('ola');
		await sends(other, [['annen.pdf', pdf()]]);
		const mine = attachment(v.ref, 'bilde.png'), n = () => enclosed(v.ref).length, before = n();
		const refused = async (vedlegg, why) => {
			for (const to of ['utvalg/brev', 'utvalg/utfor']) {
				const page = await write(c, v.ref, { ...letter, vedlegg }, to);
				assert.equal(page.status, 422);
				assert.match(words(page.text), why);
				assert.match(page.text, /value="Til deg"/);
			}
		};
		await refused([mine, attachment(other.ref, 'annen.pdf')], /Et vedlegg kan ikke lenger sendes med/);
		await refused('file:00000000-0000-7000-8000-000000000000', /Et vedlegg kan ikke lenger sendes med/);
		await refused("file:x'; DROP", /Et vedlegg kan ikke lenger sendes med/);
		const kept = await write(c, v.ref, { ...letter, vedlegg: [mine, 'file:x'] }, 'utvalg/brev');
		assert.deepEqual(ticks(kept.text).filter(t => t.checked).map(t => t.value), [mine]);
		await sends(v, Array.from({ length: 5 }, (_, i) => [`a${i}.pdf`, pdf()]));
		await sends(v, Array.from({ length: 5 }, (_, i) => [`b${i}.pdf`, pdf()]));
		const all = ['a', 'b'].flatMap(l => [0, 1, 2, 3, 4].map(i => attachment(v.ref, `${l}${i}.pdf`)));
		await refused([...all, mine], /Velg høyst 10 vedlegg/);
		for (const i of [1, 2, 3])
			await sends(v, [[`stor${i}.pdf`, pdf(7 << 20)]]);
		await refused([1, 2, 3].map(i => attachment(v.ref, `stor${i}.pdf`)), /større enn 20 MB til sammen/);
		sql(`INSERT INTO exemption (id, tenant_id, case_id, kind, thing_id, law, reason, made_by)
			SELECT gen_random_uuid(), a.tenant_id, a.case_id, 'file', a.id, '19-1', 'opplysninger om andre', (SELECT id FROM desk_user WHERE name = 'Sunniva Berg')
			FROM attachment a WHERE a.id = '${all[0].slice(5)}'`);
		await refused(all[0], /Et vedlegg kan ikke lenger sendes med/);
		assert.match(words((await write(c, v.ref)).text), /a0\.pdf\s?: er unntatt fra innsyn/);
		assert.equal(n(), before);
	});

	test('what was sent to the party is not exempted from their access afterwards', async () => {
		const [[id]] = sql(`SELECT a.id FROM attachment a JOIN case_file k ON k.id = a.case_id WHERE k.ref = '${v.ref}' AND a.name = 'bilde.png'`);
		const page = await c.does(`unnta/vedlegg/${id}`, { hjemmel: '19-1', grunn: 'om andre' });
		assert.equal(page.status, 409);
		assert.doesNotMatch(await c.see('dokumenter'), new RegExp(`unnta/vedlegg/${id}`));
	});

	test('to many takes nothing with it', async () => {
		const two = await applied('ola');
		const page = await write(c, v.ref, { sak: [two.ref], vedlegg: attachment(v.ref, 'bilde.png') });
		assert.equal(ticks(page.text).length, 0);
	});
});

describe('a decision', () => {
	const reject = { utfall: 'reject', grunn: 'full', tekst: 'Alle plassene er fordelt.' };

	test('brings what was chosen, kept with the draft of it, and named in the letter and in the chain', async () => {
		const v = await applied(), plan = pdf();
		await sends(v, [['kart.pdf', plan]]);
		const c = await staff('ansatt-9998-1', v.ref), kart = attachment(v.ref, 'kart.pdf');
		await c.does('ta');
		await c.does('vedtak/lagre', { ...reject, vedlegg: kart, utgave: 0 });
		const page = await c.see('vedtak');
		assert.deepEqual(ticks(page).filter(t => t.checked).map(t => t.value), [kart]);
		assert.match(words((await c.does('vedtak/forhandsvisning', { ...reject, vedlegg: kart })).text), new RegExp(grouped(sha(plan))));
		assert.equal((await c.does('vedtak/forhandsvisning', { ...reject, vedlegg: 'file:x' })).status, 422);
		assert.equal((await c.does('vedtak/send', { ...reject, vedlegg: 'file:x' })).status, 422);
		assert.equal((await c.does('vedtak/send', { ...reject, vedlegg: kart })).status, 303);
		assert.deepEqual(enclosed(v.ref), [['1', 'kart.pdf', sha(plan)]]);
		await until('the letter is made', () => letterText(v.ref, 'decision'), 90000);
		assert.ok(letterText(v.ref, 'decision').includes(grouped(sha(plan))));
		assert.equal(sql(`SELECT e.data #>> '{files,0,sha256}' FROM case_event e JOIN case_file k ON k.id = e.case_id WHERE k.ref = '${v.ref}' AND e.event = 'reject'`)[0][0], sha(plan));
	});

	test('that somebody else approves brings what was proposed, and none when that may not be sent any more', async () => {
		const lower = { utfall: 'grant', oppstart: june, grunn: 'seks-prosent', vilkar: 'melde-fra' };
		for (const gone of [true, false]) {
			const v = await appliedPrice(), file = pdf();
			await sends(v, [['beregning.pdf', file]]);
			const a = await staff('ansatt-9998-1', v.ref), it = attachment(v.ref, 'beregning.pdf');
			await a.does('ta');
			assert.equal((await a.does('vedtak/foresla', { ...lower, vedlegg: it })).status, 303);
			const b = await staff('ansatt-9998-3', v.ref);
			assert.match(words(await b.see('godkjenning')), new RegExp(grouped(sha(file))));
			if (gone) {
				sql(`INSERT INTO exemption (id, tenant_id, case_id, kind, thing_id, law, reason, made_by)
					SELECT gen_random_uuid(), tenant_id, case_id, 'file', id, '19-1', 'om andre', (SELECT id FROM desk_user WHERE name = 'Sunniva Berg')
					FROM attachment WHERE id = '${it.slice(5)}'`);
				const page = await b.does('godkjenning/send', {});
				assert.equal(page.status, 422);
				assert.match(words(page.text), /Et vedlegg som ble valgt, kan ikke lenger sendes med/);
				assert.ok(!events(v.ref).includes('grant'));
			} else {
				assert.equal((await b.does('godkjenning/send', {})).status, 303);
				assert.deepEqual(enclosed(v.ref), [['1', 'beregning.pdf', sha(file)]]);
			}
		}
	});
});

describe('a complaint that is sent on', () => {
	const hash = ref => sql(`SELECT f.receiver, f.name, f.sha256 FROM letter_file f JOIN case_file k ON k.id = f.case_id WHERE k.ref = '${ref}'`);

	test('takes with it to the complaint body what was chosen, which the copy to the party does not', async () => {
		const v = await applied(), plan = pdf(), vurdering = 'Søknaden kom <for> sent.';
		await sends(v, [['kart.pdf', plan]]);
		const c = await staff('ansatt-9998-1', v.ref), kart = attachment(v.ref, 'kart.pdf');
		await c.does('ta');
		await c.does('vedtak/send', { utfall: 'reject', grunn: 'full' });
		await v.go(`${base}/mine-saker/${v.ref}/klage`);
		await v.post(`${base}/mine-saker/${v.ref}/klage`, { csrf: v.csrf, klage: 'Vi bor her.', endring: '', handling: 'send' });
		assert.deepEqual(ticks(await c.see('klage')).filter(t => t.value === kart), [{ value: kart, checked: false }]);
		for (const to of ['klage/forhandsvisning', 'klage/opprettholde']) {
			const refused = await c.does(to, { vurdering, vedlegg: 'file:x' });
			assert.equal(refused.status, 422);
			assert.match(words(refused.text), /Et vedlegg kan ikke lenger sendes med.*Søknaden kom &lt;for(&gt;|>) sent/);
		}
		const preview = await c.does('klage/forhandsvisning', { vurdering, vedlegg: kart }), [, body, party] = words(preview.text).split(/Til klageinstansen|Til søkeren/);
		assert.ok(body.includes(grouped(sha(plan))) && !party.includes(grouped(sha(plan))), words(preview.text));
		const change = formsOf(preview.text).find(f => f.action.endsWith('/opprettholde'));
		assert.deepEqual(change.fields.filter(([k]) => k === 'vedlegg'), [['vedlegg', kart]]);
		assert.ok(ticks((await c.does('klage', { vurdering, vedlegg: kart })).text).some(t => t.value === kart && t.checked));
		assert.equal((await c.does('klage/opprettholde', { vurdering, vedlegg: kart })).status, 303);
		assert.deepEqual(hash(v.ref), [['complaint-body', 'kart.pdf', sha(plan)]]);
		await until('the letters are made', () => letterText(v.ref, 'complaint-body') && letterText(v.ref, 'complaint-sent'), 90000);
		assert.ok(letterText(v.ref, 'complaint-body').includes(grouped(sha(plan))));
		assert.ok(!letterText(v.ref, 'complaint-sent').includes(grouped(sha(plan))));
		assert.equal(sql(`SELECT e.data #>> '{files,0,sha256}' FROM case_event e JOIN case_file k ON k.id = e.case_id WHERE k.ref = '${v.ref}' AND e.event = 'uphold'`)[0][0], sha(plan));
	});
});
