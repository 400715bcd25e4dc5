/* Logging in and out, at both doors, against the real provider: everything a browser would meet. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, neighbour, provider, sql, start, stop } from '../harness/stack.mjs';

const HIGH = 'idporten-loa-high';
const SUBSTANTIAL = 'idporten-loa-substantial';
const LOW = 'idporten-loa-low';

const host = (url) => new URL(url).host;
const cookieOf = (v, site = base) => v.jar.get(host(site))?.get('skranke');
const main = (html) => html.slice(html.indexOf('<main'), html.indexOf('</main>'));
const href = (html, words) => {
	const link = [...main(html).matchAll(/<a\b[^>]*href="([^"]*)"[^>]*>([^<]*)/g)].find(m => m[2].includes(words));
	return link?.[1].replace(/&(amp|#38);/g, '&');
};

/* As far as the provider's answer, without letting it reach the counter: the callback's address. */
async function callback(v, person = 'kari', { door = '', til = '/', site = base, form = {} } = {}) {
	await v.go(`${site}${door}/logginn?til=${encodeURIComponent(til)}`);
	let answer = await v.ask('POST', v.page.url, { body: { person, ...form } });
	while (!answer.headers.location.startsWith(site))
		answer = await v.ask('GET', answer.headers.location);
	return answer.headers.location;
}

/* A page that refuses, in words a person understands, with something to do next. */
function refused(answer, status, words) {
	assert.equal(answer.status, status, answer.url);
	assert.match(main(answer.text), words);
	assert.match(main(answer.text), /<a class="ds-button"/);
	assert.match(answer.headers['cache-control'], /no-store/);
}

describe('the way in', () => {
	test('a citizen chooses who to be and comes back to the page that was asked for', async () => {
		const v = new Visitor();
		const page = await v.login('kari', '/mine-saker');
		assert.equal(page.status, 200);
		assert.equal(page.url, `${base}/mine-saker`);
		assert.match(page.text, /Kari Nordmann/);
		assert.ok(v.csrf.length >= 43);
	});

	test('the browser is sent on with PKCE, state, nonce, level and language', async () => {
		const v = new Visitor();
		const answer = await v.ask('GET', `${base}/logginn?til=/mine-saker`);
		assert.equal(answer.status, 303);
		const to = new URL(answer.headers.location), ask = Object.fromEntries(to.searchParams);
		assert.equal(to.origin, provider);
		assert.equal(ask.response_type, 'code');
		assert.equal(ask.client_id, 'skranke-innbygger');
		assert.equal(ask.redirect_uri, `${base}/logginn/retur`);
		assert.equal(ask.code_challenge_method, 'S256');
		assert.equal(ask.acr_values, SUBSTANTIAL);
		assert.equal(ask.ui_locales, 'nb');
		for (const secret of [ask.state, ask.nonce, ask.code_challenge])
			assert.match(secret, /^[\w-]{43}$/);
		const [cookie] = answer.headers['set-cookie'];
		assert.match(cookie, /^skranke-logginn=[\w-]{43};/);
		for (const rule of [/; Path=\//, /; HttpOnly/, /; SameSite=Lax/])
			assert.match(cookie, rule);
		assert.equal(cookieOf(v), undefined);
	});

	test('the database holds hashes of state, browser mark and session token, never the values', async () => {
		const v = new Visitor();
		const back = await callback(v);
		const state = new URL(back).searchParams.get('state');
		const mark = v.jar.get(host(base)).get('skranke-logginn');
		await v.go(back);
		const dump = sql('SELECT s::text FROM session s UNION ALL SELECT a::text FROM login_attempt a').join('\n');
		for (const secret of [state, mark, cookieOf(v)])
			assert.ok(!dump.includes(secret));
		assert.equal(sql(`SELECT count(*) FROM session WHERE token_sha256 = sha256('${cookieOf(v)}') AND ended_at IS NULL`)[0][0], '1');
	});

	test('the ID token, which has the identity number in it, is sealed with the session token', async () => {
		const v = new Visitor();
		await v.login('kari');
		const [[kept]] = sql(`SELECT id_token FROM session WHERE token_sha256 = sha256('${cookieOf(v)}')`);
		assert.match(kept, /^[\w-]{400,}$/);		/* not three parts with dots */
		assert.ok(!Buffer.from(kept, 'base64url').toString('latin1').includes('pid'));
	});

	test('every login gives a new session and ends the one before', async () => {
		const v = new Visitor();
		await v.login('kari');
		const first = cookieOf(v), csrf = v.csrf;
		await v.go(`${base}/logginn?til=/mine-saker`);		/* the provider knows who it is */
		assert.equal(v.page.url, `${base}/mine-saker`);
		assert.notEqual(cookieOf(v), first);
		assert.notEqual(v.csrf, csrf);
		const old = await new Visitor().ask('GET', `${base}/mine-saker`, { headers: { cookie: `skranke=${first}` } });
		assert.equal(old.status, 303);
		assert.match(old.headers.location, /^\/logginn\?til=/);
	});

	test('a session cookie planted before the login is not kept', async () => {
		const v = new Visitor();
		const planted = 'A'.repeat(43);
		v.keep(host(base), [`skranke=${planted}`]);
		await v.login('kari');
		assert.notEqual(cookieOf(v), planted);
		assert.equal(v.page.status, 200);
	});

	test('one comes back to a page of ours only, and never to the login itself', async () => {
		for (const til of ['//evil.example/', 'https://evil.example/', '/\\evil.example', '/logginn?til=/mine-saker', '/loggut/retur', '']) {
			const v = new Visitor();
			const answer = await v.ask('GET', await callback(v, 'kari', { til }));
			assert.equal(answer.status, 303, til);
			assert.equal(answer.headers.location, '/', til);
		}
	});

	test('two tabs can log in side by side', async () => {
		const v = new Visitor();
		const one = await callback(v);
		const two = await v.ask('GET', `${base}/logginn?til=/postkasse`);
		assert.equal((await v.ask('GET', one)).status, 303);
		await v.go(two.headers.location);
		assert.equal(v.page.url, `${base}/postkasse`);
	});

	test('each municipality has sessions of its own', async () => {
		const v = new Visitor(neighbour);
		await v.login('ingrid', '/mine-saker');
		assert.equal(v.page.url, `${neighbour}/mine-saker`);
		assert.match(v.page.text, /Ingrid Skog/);
		const elsewhere = await new Visitor(base).ask('GET', `${base}/mine-saker`, { headers: { cookie: `skranke=${cookieOf(v, neighbour)}` } });
		assert.equal(elsewhere.status, 303);
	});
});

describe('a level of assurance', () => {
	test('lower than asked for is refused, and says what to do', async () => {
		const v = new Visitor();
		await v.go(`${base}/logginn?til=/mine-saker`);
		refused(await v.choose('kari', { acr: LOW }), 403, /sikrere måte/);
		assert.equal(cookieOf(v), undefined);
		assert.equal(href(v.page.text, 'Logg inn på nytt'), '/logginn?til=%2Fmine-saker');
	});

	test('a service can ask for more than the least, and is not given less', async () => {
		const v = new Visitor();
		await v.go(`${base}/logginn?til=/mine-saker&niva=${HIGH}`);
		refused(await v.choose('kari', { acr: SUBSTANTIAL }), 403, /sikrere måte/);
		await v.go(`${base}/logginn?til=/mine-saker&niva=${HIGH}`);
		assert.ok(v.page.url.startsWith(provider), 'the provider asks again: step up');
		await v.choose('kari', { acr: HIGH });
		assert.equal(v.page.status, 200);
		assert.equal(sql(`SELECT acr FROM session WHERE token_sha256 = sha256('${cookieOf(v)}')`)[0][0], HIGH);
	});

	test('nobody can ask for less than the least', async () => {
		const answer = await new Visitor().ask('GET', `${base}/logginn?niva=${LOW}`);
		assert.equal(new URL(answer.headers.location).searchParams.get('acr_values'), SUBSTANTIAL);
	});
});

describe('a login that does not succeed', () => {
	test('who cancels is told so, and can try again with the same way back', async () => {
		const v = new Visitor();
		await v.go(`${base}/logginn?til=/postkasse`);
		refused(await v.post(v.page.url, { error: 'access_denied' }), 403, /Du avbrøt innloggingen/);
		await v.go(base + href(v.page.text, 'Logg inn'));
		await v.choose('kari');
		assert.equal(v.page.url, `${base}/postkasse`);
	});

	test('the same callback twice opens one session', async () => {
		const v = new Visitor();
		const back = await callback(v);
		assert.equal((await v.ask('GET', back)).status, 303);
		const token = cookieOf(v);
		refused(await v.ask('GET', back), 400, /brukt opp/);
		assert.equal(cookieOf(v), token, 'and the session stays');
	});

	test('a callback that nobody began is refused', async () => {
		const v = new Visitor();
		await v.ask('GET', `${base}/logginn`);
		refused(await v.ask('GET', `${base}/logginn/retur?code=x&state=${'A'.repeat(43)}`), 400, /brukt opp/);
		refused(await v.ask('GET', `${base}/logginn/retur`), 400, /brukt opp/);
		refused(await v.ask('GET', `${base}/logginn/retur?code=x&code=y&state=&state=&iss=`), 400, /brukt opp/);
	});

	test('a callback in a browser that did not begin it is refused, and the one that did can still finish', async () => {
		const v = new Visitor(), thief = new Visitor();
		const back = await callback(v);
		refused(await thief.ask('GET', back), 403, /nettleser/);
		await thief.ask('GET', `${base}/logginn`);
		refused(await thief.ask('GET', back), 400, /brukt opp/);
		assert.equal(cookieOf(thief), undefined);
		assert.equal((await v.ask('GET', back)).status, 303);
	});

	test('an attempt that is too old is refused', async () => {
		const v = new Visitor();
		const back = await callback(v);
		sql("UPDATE login_attempt SET created_at = created_at - interval '16 minutes'");
		refused(await v.ask('GET', back), 400, /tok den for lang tid/);
	});

	test('an answer that names another issuer, or an invented code, opens nothing', async () => {
		for (const [name, value] of [['iss', 'http://evil.example'], ['code', 'oppdiktet']]) {
			const v = new Visitor();
			const back = new URL(await callback(v));
			back.searchParams.set(name, value);
			refused(await v.ask('GET', back.href), 400, /brukt opp/);
			assert.equal(cookieOf(v), undefined);
		}
	});

	test('a citizen\'s answer does not open the door of the staff', async () => {
		const v = new Visitor();
		const back = (await callback(v)).replace('/logginn/retur', '/saksbehandling/logginn/retur');
		refused(await v.ask('GET', back), 400, /brukt opp/);
		assert.equal(cookieOf(v), undefined);
	});

	test('a nonce that is not the one we sent makes the token worthless', async () => {
		const v = new Visitor();
		const back = await callback(v);
		sql("UPDATE login_attempt SET nonce = 'en annen'");
		refused(await v.ask('GET', back), 403, /ikke bekrefte innloggingen/);
		assert.equal(cookieOf(v), undefined);
	});

	test('who has no Norwegian identity number is told what to do, and can be someone else', async () => {
		const v = new Visitor();
		await v.go(`${base}/logginn?til=/mine-saker`);
		refused(await v.choose('anna'), 403, /fødselsnummer/);
		assert.equal(cookieOf(v), undefined);
		await v.go(href(v.page.text, 'Logg inn som en annen'));
		await v.go(`${base}/logginn?til=/mine-saker`);
		assert.ok(v.page.url.startsWith(provider), 'the provider asks who it is');
	});
});

describe('the door of the staff', () => {
	test('a caseworker enters the desk of the own municipality', async () => {
		const v = new Visitor();
		const page = await v.loginStaff('ansatt-9998-1');
		assert.equal(page.status, 200);
		assert.equal(page.url, `${base}/saksbehandling`);
		const row = sql(`SELECT client, person_id IS NULL, tenant_id FROM session WHERE token_sha256 = sha256('${cookieOf(v)}')`)[0];
		assert.deepEqual(row, ['staff', 't', '9998']);
	});

	test('an employee without access, and one of another municipality, are told so', async () => {
		for (const person of ['ansatt-uten-tilgang', 'ansatt-9997-1']) {
			const v = new Visitor();
			await v.go(`${base}/saksbehandling/logginn`);
			refused(await v.choose(person), 403, /ikke fått tilgang til saksbehandling i Fjordvik/);
			assert.equal(cookieOf(v), undefined);
		}
	});

	test('a staff session is nobody to the citizens\' pages, and a citizen\'s is nobody at the desk', async () => {
		const staff = new Visitor(), citizen = new Visitor();
		await staff.loginStaff('ansatt-9998-1');
		assert.equal((await staff.ask('GET', `${base}/mine-saker`)).status, 303);
		await citizen.login('kari');
		const answer = await citizen.ask('GET', `${base}/saksbehandling`);
		assert.equal(answer.status, 303);
		assert.match(answer.headers.location, /^\/saksbehandling\/logginn/);
	});
});

/* What the provider's page after logout would load in frames, and where it then goes. */
const frames = (html) => [...html.matchAll(/<iframe src="([^"]*)"/g)].map(m => m[1].replaceAll('&#38;', '&'));
const onward = (html) => href(html, 'Gå videre');

describe('the way out', () => {
	test('the button ends the session here and at the provider', async () => {
		const v = new Visitor();
		await v.login('kari');
		const token = cookieOf(v);
		await v.post(`${base}/loggut`, { csrf: v.csrf });
		assert.ok(v.page.url.startsWith(`${provider}/innbygger/session/end?id_token_hint=`));
		assert.equal(cookieOf(v), undefined);
		const old = await new Visitor().ask('GET', `${base}/mine-saker`, { headers: { cookie: `skranke=${token}` } });
		assert.equal(old.status, 303);
		await v.go(onward(v.page.text));
		assert.equal(v.page.url, `${base}/loggut/retur`);
		assert.equal(v.page.status, 200);
		assert.match(v.page.text, /Du er logget ut/);
		await v.go(`${base}/logginn`);
		assert.ok(v.page.url.startsWith(provider), 'the provider asks who it is');
	});

	test('staff log out of their own provider', async () => {
		const v = new Visitor();
		await v.loginStaff('ansatt-9998-1');
		await v.post(`${base}/saksbehandling/loggut`, { csrf: v.csrf });
		assert.ok(v.page.url.startsWith(`${provider}/ansatt/session/end`));
		await v.go(onward(v.page.text));
		assert.equal(v.page.url, `${base}/saksbehandling/loggut/retur`);
	});

	test('nobody is logged out by another site', async () => {
		const v = new Visitor();
		await v.login('kari');
		refused(await v.ask('POST', `${base}/loggut`, { body: { csrf: 'feil' } }), 403, /ikke logget deg ut/);
		refused(await v.ask('POST', `${base}/loggut`, { body: {} }), 403, /ikke logget deg ut/);
		assert.equal((await v.ask('GET', `${base}/loggut`)).status, 405);
		assert.equal((await v.ask('GET', `${base}/mine-saker`)).status, 200);
	});

	test('who has no session is simply logged out', async () => {
		const v = new Visitor();
		await v.post(`${base}/loggut`, { csrf: '' });
		assert.equal(v.page.url, `${base}/loggut/retur`);
		assert.equal(v.page.status, 200);
	});

	test('the provider ends every session of its own session, by sid and without a cookie', async () => {
		const v = new Visitor();
		await v.login('kari');
		await v.go(`${neighbour}/logginn?til=/mine-saker`);	/* goes through: the provider knows who it is */
		assert.equal(v.page.url, `${neighbour}/mine-saker`);
		await v.post(`${neighbour}/loggut`, { csrf: v.csrf });
		const [frame] = frames(v.page.text);
		assert.ok(frame.startsWith(`${base}/loggut/frontkanal?iss=`));
		const answer = await new Visitor().ask('GET', frame);
		assert.equal(answer.status, 200);
		assert.equal(answer.text, '');
		assert.match(answer.headers['cache-control'], /no-store/);
		assert.match(answer.headers['content-security-policy'], new RegExp(`frame-ancestors ${provider}`));
		assert.equal((await v.ask('GET', `${base}/mine-saker`)).status, 303);
	});

	test('a front-channel call of another issuer, or without sid, ends nothing', async () => {
		const v = new Visitor();
		await v.login('kari');
		const [[sid]] = sql(`SELECT sid FROM session WHERE token_sha256 = sha256('${cookieOf(v)}')`);
		assert.ok(sid);
		for (const query of [{ iss: 'http://evil.example', sid }, { iss: `${provider}/ansatt`, sid }, { iss: `${provider}/innbygger` }, {}])
			assert.equal((await new Visitor().ask('GET', `${base}/loggut/frontkanal?${new URLSearchParams(query)}`)).status, 400);
		await new Visitor().ask('GET', `${base}/saksbehandling/loggut/frontkanal?${new URLSearchParams({ iss: `${provider}/ansatt`, sid })}`);
		assert.equal((await v.ask('GET', `${base}/mine-saker`)).status, 200);
	});
});

describe('the provider away', () => {
	const v = new Visitor();
	before(async () => {
		await v.login('kari');
		stop('provider');
	});

	test('is an honest page, and a session that is open stays so', async () => {
		const answer = await new Visitor().ask('GET', `${base}/logginn?til=/mine-saker`);
		refused(answer, 503, /Innloggingstjenesten svarer ikke/);
		assert.ok(Number(answer.headers['retry-after']) > 0);
		assert.equal((await v.ask('GET', `${base}/mine-saker`)).status, 200);
	});

	test('one can still log out here, and is told that it is only here', async () => {
		await v.go(`${base}/mine-saker`);
		await v.post(`${base}/loggut`, { csrf: v.csrf });
		assert.equal(v.page.status, 200);
		assert.match(v.page.text, /fikk ikke kontakt med innloggingstjenesten/);
		assert.equal(cookieOf(v), undefined);
	});

	test('comes back with new keys, which are fetched when they are first met', async () => {
		for (const file of ['op-innbygger.jwk', 'op-innbygger.pub.jwk'])
			rmSync(join(process.env.SKRANKE_STACK, 'keys', file));
		start('provider');
		await new Promise(r => setTimeout(r, 2100));	/* so long a worker leaves alone who was away */
		for (let worker = 0; worker < 4; worker++)
			assert.equal((await new Visitor().login('kari')).status, 200);
	});
});
