/* An application with several people: the service «eier» of tests/fixtures, and the two parents of a kindergarten's. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, mails, sql, until } from '../harness/stack.mjs';
import { answers, begin as beginKindergarten, fill, formTo, main, press, send } from './apply.mjs';

const pid = { kari: '21879498012', ola: '22929198178', bjorn: '10915596784', torvald: '10921148513' };
const has = (v, what) => assert.match(main(v.page.text), what);
const hasNot = (v, what) => assert.doesNotMatch(main(v.page.text), what);
const parties = id => sql(`SELECT party, signed_at IS NOT NULL, declined_at IS NOT NULL FROM draft_party WHERE draft_id = '${id}' ORDER BY party`);
const signed = id => parties(id).filter(([, s]) => s === 't').map(([p]) => p);

async function begin(person = 'kari') {
	const v = new Visitor(base);
	await v.login(person, '/tjenester/eier');
	sql("DELETE FROM draft WHERE service = 'eier' AND person_id = (SELECT id FROM person WHERE pid = '" + pid[person] + "')");
	await v.post(`${base}/soknad/eier`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	v.id = v.draft.replace(/.*\//, '');
	return v;
}
/* Filled in, with the owner named. */
async function filled(values = {}) {
	const v = await begin();
	await press(v, { tittel: 'Et skur', hoyde: '3' });
	await press(v, { for_andre: 'ja', eier_navn: 'Ola Nordmann', eier_pid: pid.ola, ...values });
	assert.match(v.page.url, /oppsummering/);
	return v;
}
const share = (v, part = 'owner') => v.post(`${v.draft}/del`, { csrf: v.csrf, part });
async function visit(person, draft) {
	const v = new Visitor(base);
	await v.login(person, '/mine-saker');
	if (draft)
		await v.go(`${draft}/signer`);
	return v;
}
const sign = async v => v.post(v.page.url, [...formTo(v, '/signer').fields.filter(([k]) => k !== 'beskjed'), ['beskjed', ''], ['handling', 'signer']]);
const back = (v, beskjed) => v.post(v.page.url, [...formTo(v, '/signer').fields.filter(([k]) => k !== 'beskjed'), ['beskjed', beskjed], ['handling', 'tilbake']]);

describe('an application for another', () => {
	test('is signed by whose it will be, and only then sent; the case is theirs', async () => {
		const kari = await filled();
		has(kari, /Andre i søknaden/);
		has(kari, /Ola Nordmann<\/strong>, eier/);
		has(kari, /Søknaden kan sendes når den er signert/);
		hasNot(kari, />Send søknaden</);
		await send(kari);
		assert.equal(kari.page.status, 422);
		let ola = await visit('ola');
		hasNot(ola, new RegExp(kari.id));			/* not shared yet */
		await ola.go(`${kari.draft}/signer`);
		assert.equal(ola.page.status, 404);

		await kari.go(`${kari.draft}/oppsummering`);
		await share(kari);
		has(kari, /Venter på signatur/);
		await kari.go('/mine-saker');
		has(kari, /Venter på signatur/);

		await ola.go('/mine-saker');
		has(ola, /Delt med deg/);
		has(ola, /Venter på at du signerer/);
		await ola.go(`${kari.draft}/signer`);
		assert.equal(ola.page.status, 200);
		has(ola, /Kari Nordmann har fylt ut denne søknaden, og du er ført opp som eier/);
		has(ola, /Et skur/);
		await sign(ola);
		has(ola, /Du signerte/);
		has(ola, /Kari Nordmann kan sende søknaden nå/);

		await kari.go(`${kari.draft}/oppsummering`);
		has(kari, /Signert/);
		await send(kari);
		assert.match(kari.page.url, /kvittering/);
		const ref = /mine-saker\/([^/]+)/.exec(kari.page.url)[1];
		assert.deepEqual(sql(`SELECT p.pid FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.ref = '${ref}'`), [[pid.ola]]);
		assert.deepEqual(sql(`SELECT e.data #>> '{signed,0,party}', e.data #>> '{signed,0,sha256}' =
			signed_sha256(c.release_id, c.answers::text, NULL, c.id) FROM case_event e JOIN case_file c ON c.id = e.case_id
			WHERE c.ref = '${ref}' AND e.seq = 1`), [['owner', 't']]);

		await kari.go('/mine-saker');
		has(kari, new RegExp(`Du representerer den som søker[^]*${ref}`));
		await kari.go(`/mine-saker/${ref}`);
		has(kari, /Parter i saken/);
		has(kari, /Trekk søknaden/);				/* she acts for him */
		await ola.go(`/mine-saker/${ref}`);
		has(ola, /Ola Nordmann \(deg\), eier[^<]*<span class="sk-quiet">, signerte/);
		has(ola, /Avslutt representasjonen/);
		hasNot(ola, /det er søkeren som svarer/);
		await ola.go(`${kari.draft}/signer`);
		assert.match(ola.page.url, new RegExp(`/mine-saker/${ref}`), 'the old address leads to the case');

		/* a receipt for each */
		await until('both have the receipt', () => sql(`SELECT count(*) FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}'`)[0][0] === '2', 60000);
		for (const v of [kari, ola]) {
			await v.go(`/mine-saker/${ref}`);
			has(v, /\/postkasse\/[^>]*>Kvittering/);
		}

		/* the right taken back */
		await kari.go(`/mine-saker/${ref}/representant`);
		assert.equal(kari.page.status, 404, 'only whose case it is');
		await ola.go(`/mine-saker/${ref}/representant`);
		has(ola, /Kari Nordmann kan da ikke lenger se saken/);
		await ola.post(ola.page.url, { csrf: ola.csrf });
		has(ola, /Representasjonen er avsluttet/);
		has(ola, /Representasjonen i saken ble avsluttet/);
		await kari.go(`/mine-saker/${ref}`);
		assert.equal(kari.page.status, 404);
	});

	test('tells by e-mail that something waits, and nothing of what', async () => {
		const kari = await filled();
		await share(kari);
		const [[id]] = sql(`SELECT id FROM outbox WHERE draft_id = '${kari.id}' AND payload ->> 'about' = 'sign'`);
		const mail = await until('the owner is told', () => mails().find(m => m.headers['message-id'].includes(id)), 60000);
		assert.match(mail.headers.to, /ola@example\.no/);
		assert.match(mail.text, /En søknad til Fjordvik kommune er delt med deg/);
		assert.doesNotMatch(mail.raw, /Kari|skur|Nordmann|eier/);
		await share(kari);
		assert.equal(sql(`SELECT count(*) FROM outbox WHERE draft_id = '${kari.id}'`)[0][0], '1', 'once an hour');
		const ola = await visit('ola', kari.draft);
		await sign(ola);
		const [[news]] = sql(`SELECT id FROM outbox WHERE draft_id = '${kari.id}' AND payload ->> 'about' = 'news'`);
		const told = await until('who filled in is told', () => mails().find(m => m.headers['message-id'].includes(news)), 60000);
		assert.match(told.headers.to, /kari@example\.no/);
		assert.match(told.text, /signert, eller sendt tilbake/);
	});

	test('is sent back with a word, put right and signed', async () => {
		const kari = await filled();
		await share(kari);
		const ola = await visit('ola', kari.draft);
		await back(ola, '');
		assert.equal(ola.page.status, 422);
		has(ola, /Skriv hva som må endres/);
		await back(ola, 'x'.repeat(2001));
		assert.equal(ola.page.status, 422);
		has(ola, /x{2001}/);
		await back(ola, 'Høyden er\n2 meter <b>');
		has(ola, /«Høyden er 2 meter &lt;b&gt;»/);
		await kari.go('/mine-saker');
		has(kari, /Sendt tilbake til deg/);
		await kari.go(`${kari.draft}/oppsummering`);
		has(kari, /«Høyden er 2 meter &lt;b&gt;»/);
		await kari.go(`${kari.draft}/hva`);
		await press(kari, { hoyde: '2' });
		await kari.go(`${kari.draft}/oppsummering`);
		await share(kari);
		has(kari, /Venter på signatur/);
		await ola.go(`${kari.draft}/signer`);
		await sign(ola);
		assert.deepEqual(signed(kari.id), ['owner']);
	});

	test('loses its signature when an answer is changed, and says so', async () => {
		const kari = await filled();
		await share(kari);
		const ola = await visit('ola', kari.draft);
		await sign(ola);
		await sign(ola).catch(() => {});			/* there is no such button any more */
		assert.deepEqual(signed(kari.id), ['owner']);
		await kari.go(`${kari.draft}/hva`);
		await press(kari, { hoyde: '4' });
		assert.deepEqual(signed(kari.id), []);
		await kari.go(`${kari.draft}/oppsummering`);
		has(kari, /Noe er endret siden signaturen/);
		await ola.go(`${kari.draft}/signer`);
		has(ola, /Du har signert en tidligere utgave/);
	});

	test('is not signed as it stood before, and what was written is kept', async () => {
		const kari = await filled();
		await share(kari);
		const ola = await visit('ola', kari.draft), page = ola.page;
		await kari.go(`${kari.draft}/hva`);
		await press(kari, { hoyde: '9' });
		ola.page = page;
		const form = formTo(ola, '/signer').fields.filter(([k]) => k !== 'beskjed');
		await ola.post(page.url, [...form, ['beskjed', 'Et ord'], ['handling', 'signer']]);
		assert.equal(ola.page.status, 409);
		has(ola, /Søknaden ble endret mens du leste/);
		has(ola, /Et ord/);
		assert.deepEqual(signed(kari.id), []);
		await sign(ola);
		assert.deepEqual(signed(kari.id), ['owner'], 'the page shown has the new one');
	});

	test('is not signed before it is filled in', async () => {
		const kari = await filled();
		await share(kari);
		await kari.go(`${kari.draft}/hva`);
		await press(kari, { tittel: '' }, 'lagre');
		const ola = await visit('ola', kari.draft);
		has(ola, /ikke ferdig utfylt/);
		hasNot(ola, /Signer søknaden/);
		await sign(ola);
		assert.equal(ola.page.status, 422);
		assert.deepEqual(signed(kari.id), []);
	});

	test('may be filled in by both, and neither loses what the other wrote', async () => {
		const kari = await filled();
		await share(kari);
		const ola = await visit('ola');
		await ola.go(`${kari.draft}/hva`);
		await kari.go(`${kari.draft}/hva`);
		await press(ola, { hoyde: '5' }, 'oppdater');
		await press(kari, { tittel: 'Et naust' });
		assert.equal(kari.page.status, 409);
		has(kari, /Et naust/);
		assert.match(sql(`SELECT answers::text FROM draft WHERE id = '${kari.id}'`)[0][0], /<hoyde>5</);
		await press(kari, { tittel: 'Et naust', hoyde: '5' });
		assert.match(sql(`SELECT answers::text FROM draft WHERE id = '${kari.id}'`)[0][0], /naust/);
		await ola.go(`${kari.draft}/slett`);
		await ola.post(`${kari.draft}/slett`, { csrf: ola.csrf });
		assert.equal(ola.page.status, 404, 'nobody throws another\'s work away');
	});

	test('is sent by the owner too, who has signed', async () => {
		const kari = await filled();
		await share(kari);
		const ola = await visit('ola', kari.draft);
		await sign(ola);
		has(ola, /Gå til innsending/);
		await ola.go(`${kari.draft}/oppsummering`);
		await ola.post(`${kari.draft}/send`, { csrf: ola.csrf });
		assert.match(ola.page.url, /kvittering/);
		await kari.go(kari.draft);
		assert.match(kari.page.url, /kvittering/, 'who filled it in is led to the same case');
	});

	test('is taken over by the owner, who goes on alone', async () => {
		const kari = await filled();
		await share(kari);
		const ola = await visit('ola', kari.draft);
		await ola.go(`${kari.draft}/overta`);
		has(ola, /Kari Nordmann kan ikke lenger se søknaden/);
		await ola.post(ola.page.url, { csrf: ola.csrf });
		assert.match(ola.page.url, /oppsummering/);
		has(ola, />Send søknaden</);
		await kari.go(`${kari.draft}/oppsummering`);
		assert.equal(kari.page.status, 404);
		const [[id]] = sql(`SELECT id FROM outbox WHERE draft_id = '${kari.id}' AND payload ->> 'about' = 'taken'`);
		const told = await until('who filled it in is told', () => mails().find(m => m.headers['message-id'].includes(id)), 60000);
		assert.match(told.headers.to, /kari@example\.no/);
		assert.match(told.text, /overtatt søknaden og går videre alene/);
		assert.doesNotMatch(told.raw, /Ola|skur|Nordmann|eier/);
		await ola.post(`${kari.draft}/send`, { csrf: ola.csrf });
		assert.match(ola.page.url, /kvittering/);
	});

	test('needs every signature; who only signs fills nothing in', async () => {
		const kari = await filled({ medeier_navn: 'Bjørn Sæther', medeier_pid: pid.bjorn });
		await share(kari);
		await share(kari, 'partner');
		const ola = await visit('ola', kari.draft), bjorn = await visit('bjorn', kari.draft);
		await sign(ola);
		hasNot(ola, /kan sende søknaden nå/);
		await kari.go(`${kari.draft}/oppsummering`);
		hasNot(kari, />Send søknaden</);
		hasNot(bjorn, /Rett i søknaden|Ta over søknaden|overta"/);
		for (const page of ['/hva', '/oppsummering', '']) {
			await bjorn.go(`${kari.draft}${page}`);
			assert.equal(bjorn.page.status, 404, page);
		}
		await bjorn.go(`${kari.draft}/overta`);
		assert.equal(bjorn.page.status, 404);
		await bjorn.go(`${kari.draft}/signer`);
		await sign(bjorn);
		await kari.go(`${kari.draft}/oppsummering`);
		await send(kari);
		assert.match(kari.page.url, /kvittering/);
		const ref = /mine-saker\/([^/]+)/.exec(kari.page.url)[1];
		await bjorn.go(`/mine-saker/${ref}`);
		assert.equal(bjorn.page.status, 200);
		has(bjorn, /det er søkjaren som svarer i saka/);		/* Bjørn reads nynorsk */
		hasNot(bjorn, /Trekk søknaden|Send fleire opplysningar|Bruk svara|(trekk|ettersend)"/);
		await bjorn.go(`/mine-saker/${ref}/trekk`);
		assert.equal(bjorn.page.status, 404);
		await bjorn.post(`/mine-saker/${ref}/trekk`, { csrf: bjorn.csrf });
		assert.equal(bjorn.page.status, 404);
	});

	test('is nobody else\'s', async () => {
		const kari = await filled();
		await share(kari);
		const torvald = await visit('torvald');
		for (const page of ['/signer', '/overta', '/hva', '/oppsummering']) {
			await torvald.go(`${kari.draft}${page}`);
			assert.equal(torvald.page.status, 404, page);
		}
		for (const [page, fields] of [['/signer', { versjon: '3', handling: 'signer' }], ['/signer', { beskjed: 'x', handling: 'tilbake' }],
			['/del', { part: 'owner' }], ['/overta', {}], ['/send', {}]]) {
			await torvald.post(`${kari.draft}${page}`, { csrf: torvald.csrf, ...fields });
			assert.equal(torvald.page.status, 404, page);
		}
		const ola = await visit('ola', kari.draft);
		await kari.go(`${kari.draft}/eieren`);
		await press(kari, { eier_navn: 'Bjørn Sæther', eier_pid: pid.bjorn });
		await sign(ola);
		assert.equal(ola.page.status, 404, 'who was the owner, is not any more');
		await ola.go('/mine-saker');
		hasNot(ola, new RegExp(kari.id));
		await share(kari, 'nobody');
		assert.equal(kari.page.status, 404);
		await ola.post(`${kari.draft}/signer`, { csrf: 'of somebody else', handling: 'signer' });
		assert.ok([403, 404].includes(ola.page.status));
	});

	test('keeps a word that was written when the session ran out', async () => {
		const kari = await filled();
		await share(kari);
		const ola = await visit('ola', kari.draft);
		const form = formTo(ola, '/signer').fields.filter(([k]) => k !== 'beskjed');
		sql("UPDATE session SET seen_at = now() - interval '31 minutes' WHERE person_id = (SELECT id FROM person WHERE pid = '" + pid.ola + "')");
		await ola.post(`${kari.draft}/signer`, [...form, ['beskjed', 'For høyt'], ['handling', 'tilbake']]);
		assert.equal(ola.page.status, 401);
		has(ola, /Vi har tatt vare på det du skrev/);
		await ola.go(`/logginn?til=${encodeURIComponent(new URL(kari.draft).pathname)}/signer`);
		has(ola, /For høyt/);
		assert.ok(!logs().includes('For høyt'));
	});

	test('that one fills in for oneself needs nobody', async () => {
		const v = await begin();
		await press(v, { tittel: 'Et skur' });
		await press(v, { for_andre: 'ja', eier_navn: 'Kari Nordmann', eier_pid: pid.kari });
		has(v, />Send søknaden</);
		await send(v);
		assert.match(v.page.url, /kvittering/);
	});
});

describe('the other parent', () => {
	test('sees the application when it is sent, and gets its letters, and signs nothing', async () => {
		const all = answers();
		all.kontakt = { ...all.kontakt, forelder2: 'ja', forelder2_navn: 'Ola Nordmann', forelder2_pid: pid.ola };
		const kari = await fill(await beginKindergarten(), all);
		has(kari, /Ser søknaden og brevene når den er sendt/);
		const ola = await visit('ola');
		await ola.go(`${kari.draft}/signer`);
		assert.equal(ola.page.status, 404, 'not before it is sent');
		await kari.go(`${kari.draft}/oppsummering`);
		await send(kari);
		const ref = /mine-saker\/([^/]+)/.exec(kari.page.url)[1];
		await ola.go('/mine-saker');
		has(ola, new RegExp(`Du er den andre forelderen[^]*${ref}`));
		await ola.go(`/mine-saker/${ref}`);
		has(ola, /Emma Nordmann/);
		has(ola, /Kari Nordmann, søker/);
		hasNot(ola, /Trekk søknaden/);
		await until('the other parent has the receipt', () => sql(`SELECT count(*) FROM document d JOIN case_file c ON c.id = d.case_id
			JOIN person p ON p.id = d.person_id WHERE c.ref = '${ref}' AND p.pid = '${pid.ola}'`)[0][0] === '1', 60000);
		const [[mine], [hers]] = [pid.ola, pid.kari].map(p => sql(`SELECT replace(convert_from(content, 'UTF8'), E'\\n', ' ') FROM document d JOIN case_file c ON c.id = d.case_id
			JOIN person p ON p.id = d.person_id WHERE c.ref = '${ref}' AND p.pid = '${p}' AND d.template = 'receipt'`)[0]);
		assert.match(mine, /Du får en kopi av dette brevet fordi du er den andre forelderen i saken/);
		assert.doesNotMatch(hers, /kopi av dette brevet/);
		await kari.go(`/mine-saker/${ref}`);
		has(kari, /Du sendte søknaden/);
		await ola.go(`/mine-saker/${ref}`);
		has(ola, /Kari Nordmann sendte søknaden/);
		hasNot(ola, /Du sendte søknaden/);
		await ola.go('/postkasse');
		has(ola, /Kvittering/);
	});
});
