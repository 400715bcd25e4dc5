/* Four languages: which one a page is in, and that all of it is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, mails, provider, root, sql, until } from '../harness/stack.mjs';
import { applied, begin, fill, main, pageForm, places, press, year } from './apply.mjs';

const lang = page => /<html[^>]* lang="([a-z]*)"/.exec(page.text)?.[1];
const shows = (page, code) => {
	assert.equal(lang(page), code, `<html lang> of ${page.url}`);
	assert.equal(page.headers['content-language'], code);
	assert.match(page.text, new RegExp(`href(lang)?="[^"]*"[^>]*lang="${code}"|lang="${code}"[^>]*aria-current="true"`));
};
const cookie = v => v.jar.get(new URL(base).host)?.get('sprak');

/* What the tree of that language says in an element; without marks, as an author would look it up. */
const words = (code, file, pattern) => pattern.exec(readFileSync(
    code === 'nb' ? join(root, 'templates', file) : join(root, 'build/languages', code, file), 'utf8'))[1];
const profile = () => sql(`SELECT coalesce(language, '') FROM person WHERE name = 'Torvald Åsen'`)[0]?.[0];
/* What was chosen in one test is not for the next. */
afterEach(() => sql(`UPDATE person SET language = 'nb' WHERE name IN ('Torvald Åsen', 'Ola Nordmann')`));

describe('the language of a page', () => {
	test('is bokmål for somebody of whom nothing is known', async () => {
		const v = new Visitor();
		shows(await v.go('/'), 'nb');
		assert.equal(cookie(v), undefined);
	});

	test('is what the address asks for, and then what the cookie remembers, for a year', async () => {
		for (const code of ['nn', 'en', 'se', 'nb']) {
			const v = new Visitor();
			const page = await v.go(`/?lang=${code}`);
			shows(page, code);
			assert.match(page.headers['set-cookie'].join(), new RegExp(`sprak=${code};.*HttpOnly; SameSite=Lax; Max-Age=31536000`));
			shows(await v.go('/tilgjengelighet'), code);
			shows(await v.go('/kontroll'), code);
			assert.ok(main((await v.go('/')).text).includes(words(code, 'pages/citizen/front.xml', /<h1[^>]*>([^<]*)/)));
		}
	});

	test('is not what is no language of ours, in the address or the cookie', async () => {
		for (const odd of ['xx', 'NN', 'nn-NO', '', '../nn', '%0a', 'nb%00'.slice(0, 2) + 'x']) {
			const v = new Visitor();
			const page = await v.go(`/?lang=${odd}`);
			assert.equal(page.status, 200);
			shows(page, 'nb');
			assert.equal(cookie(v), undefined);
			shows(await v.go('/', { headers: { cookie: `sprak=${odd.replace(/%../, '')}` } }), 'nb');
		}
	});

	test('can be chosen on each page, for that very page', async () => {
		const v = new Visitor();
		await v.go('/tilgjengelighet?x=1&lang=nn&y=%26');
		const to = [...v.page.text.matchAll(/<a lang="(..)" hreflang="(..)" href="([^"]*)" aria-current="(true|false)">([^<]*)/g)].map(m => m.slice(1));
		assert.deepEqual(to.map(([a, b, href, current, name]) => [a, b, href.replaceAll('&amp;', '&'), current, name]), [
			['nb', 'nb', '/tilgjengelighet?x=1&y=%26&lang=nb', 'false', 'Bokmål'],
			['nn', 'nn', '/tilgjengelighet?x=1&y=%26&lang=nn', 'true', 'Nynorsk'],
			['se', 'se', '/tilgjengelighet?x=1&y=%26&lang=se', 'false', 'Davvisámegiella'],
			['en', 'en', '/tilgjengelighet?x=1&y=%26&lang=en', 'false', 'English']]);
	});

	test('is that of the profile where nobody has chosen, from the first login on', async () => {
		const v = new Visitor();
		await v.login('amina');		/* the provider says en */
		shows(v.page, 'en');
		shows(await v.go('/mine-saker?lang=nb'), 'nb');
		await v.go('/mine-saker?lang=en');
	});

	test('that was chosen is kept in the profile, and no later login says otherwise', async () => {
		const v = new Visitor();
		await v.login('torvald');	/* the provider says nb */
		shows(await v.go('/mine-saker'), 'nb');
		shows(await v.go('/mine-saker?lang=se'), 'se');
		assert.equal(profile(), 'se');
		const other = new Visitor();	/* another browser, no cookie */
		await other.login('torvald');
		shows(other.page, 'se');
		assert.equal(profile(), 'se');
		assert.equal(cookie(other), undefined);
	});

	test('is not changed in anybody else\'s profile, nor in nobody\'s', async () => {
		const before = sql(`SELECT count(*) FROM person WHERE language = 'se'`)[0][0];
		await new Visitor().go('/?lang=se');
		assert.equal(sql(`SELECT count(*) FROM person WHERE language = 'se'`)[0][0], before);
	});
});

describe('in the language one reads', () => {
	test('are pages that cannot be shown', async () => {
		for (const code of ['nn', 'en', 'se', 'nb']) {
			const v = new Visitor();
			await v.go(`/?lang=${code}`);
			const gone = words(code, 'pages/parts/trouble.xml', /code" is="GONE">\s*<h1[^>]*>([^<]*)/);
			for (const address of ['/finnes-ikke', '/tjenester/finnes-ikke']) {
				const page = await v.go(address);
				assert.equal(page.status, 404);
				shows(page, code);
				assert.ok(main(page.text).includes(gone), `${code} ${address}`);
			}
			const post = await v.post('/', {});
			assert.equal(post.status, 405);
			shows(post, code);
			shows(await v.go('/logginn/retur'), code);
			assert.equal(v.page.status, 403);
		}
	});

	test('is a form with mistakes, and its messages', async () => {
		const v = await begin('torvald');
		await v.go(`${v.draft}/barnet?lang=nn`);
		shows(v.page, 'nn');
		await press(v, {});
		assert.equal(v.page.status, 422);
		shows(v.page, 'nn');
		const label = words('nn', 'services/barnehageplass/form.xml', /<choice name="bosted"[^>]*>\s*<label[^>]*>([^<]*)/);
		assert.ok(main(v.page.text).includes(label), label);
	});

	test('a question that has no words in it says that it is bokmål, also where it is named in a sentence', async () => {
		const v = new Visitor();
		await v.login('torvald', '/tjenester/alt');		/* the fixture is in bokmål alone */
		await v.post('/soknad/alt', { csrf: v.csrf });
		await v.go(`${v.page.url.replace(/\/[^/]*$/, '')}/typer?lang=en`);
		shows(v.page, 'en');
		assert.match(main(v.page.text), /<label[^>]*><span lang="nb">Navn<\/span>/);
		assert.match(main(v.page.text), /Read more<span class="ds-sr-only"> about “<span lang="nb">Navn<\/span>”<\/span>/);
	});

	test('are dates, and the clock', async () => {
		const v = await begin('torvald');
		await fill(v);
		for (const [code, day, clock] of [['nb', `16. august ${year}`, /kl\. \d\d\.\d\d/], ['nn', `16. august ${year}`, /kl\. \d\d\.\d\d/],
			['en', `16 August ${year}`, / at \d\d:\d\d/], ['se', `borgemánu 16. b. ${year}`, /dii\. \d\d\.\d\d/]]) {
			await v.go(`${v.draft}/oppsummering?lang=${code}`);
			shows(v.page, code);
			assert.ok(main(v.page.text).includes(day), day);
			await v.go('/mine-saker');
			assert.match(main(v.page.text), clock);
		}
		await v.go(`${v.draft}/oppstart?lang=en`);
		assert.equal(pageForm(v).fields.find(([k]) => k === 'oppstart')[1], `16.08.${year}`);
	});

	test('is the login provider asked to be', async () => {
		const v = new Visitor();
		await v.go('/?lang=nn');
		const sent = await v.ask('GET', '/logginn?til=/mine-saker');
		assert.ok(sent.headers.location.startsWith(provider));
		assert.match(sent.headers.location, /[?&]ui_locales=nn(&|$)/);
		const other = new Visitor();
		const asked = await other.ask('GET', '/logginn?til=/mine-saker&lang=se');
		assert.match(asked.headers.location, /[?&]ui_locales=se(&|$)/);
		assert.equal(cookie(other), 'se');
	});
});

describe('another language in the middle of a form', () => {
	test('saves what was typed, right or wrong, and leads back to the page in it', async () => {
		const v = await begin('torvald');
		assert.match(v.page.text, /<button type="submit" form="soknad" name="handling" value="sprak:en" lang="en"/);
		await press(v, { barn_navn: 'Åse', barn_pid: '123' }, 'sprak:en');
		assert.equal(v.page.status, 200);
		assert.match(v.page.url, /\/barnet\?lang=en$/);
		shows(v.page, 'en');
		const field = name => pageForm(v).fields.find(([k]) => k === name)[1];
		assert.equal(field('barn_navn'), 'Åse');
		assert.equal(field('barn_pid'), '123');
		await press(v, {}, 'sprak:xx');
		assert.equal(v.page.status, 200);
		shows(v.page, 'en');
		assert.equal(field('barn_navn'), 'Åse');
	});

	test('comes after the other buttons, so that Enter still goes on', async () => {
		const v = await begin('torvald');
		const buttons = [...v.page.text.matchAll(/<button[^>]*name="handling" value="([^"]*)"/g)].map(m => m[1]);
		assert.equal(buttons[0], 'neste');
		assert.ok(buttons.indexOf('sprak:nb') > buttons.indexOf('lagre'));
	});
});

describe('a letter', () => {
	test('and its notice are in the language of the profile when they are made, and stay so', async () => {
		const v = new Visitor();
		await v.login('ola');
		await v.go('/mine-saker?lang=en');
		const w = await applied('ola');
		shows(w.page, 'en');		/* the profile: this browser has no cookie */
		const [[id, xml]] = await until('the receipt', () => {
			const r = sql(`SELECT d.id, replace(convert_from(d.content, 'UTF8'), E'\\n', ' ') FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${w.ref}'`);
			return r.length > 0 && r;
		});
		assert.match(xml, /<letter[^>]* lang="en"/);
		assert.match(xml, / \d{4}/);
		assert.ok(xml.includes(`16 August ${year}`), 'answers too');
		assert.equal(sql(`SELECT language FROM document WHERE id = '${id}'`)[0][0], 'en');
		const subject = words('en', 'letters/notice.xml', /<title[^>]*>([^<]*)/).trim();
		await until('the notice', () => mails().some(m => m.headers.to.includes('ola@') && m.headers.subject.startsWith(subject)));
		await w.go('/postkasse?lang=nn');
		shows(w.page, 'nn');
		assert.match(w.page.text, new RegExp(`href="/postkasse/${id}" lang="en"`));
		await w.go(`/postkasse/${id}`);
		shows(w.page, 'nn');
		assert.match(main(w.page.text), /<div class="sk-flow" lang="en">\s*<h1/);
		assert.ok(main(w.page.text).includes(`16 August ${year}`));
	});
});

describe('staff', () => {
	test('read over a decision as the very letter that goes out, in the language of who gets it', async () => {
		const v = await applied('ola'), at = `${base}/saksbehandling/sak/${v.ref}`;
		await v.go('/mine-saker?lang=en');
		const c = new Visitor();
		await c.loginStaff('ansatt-9998-1', `/saksbehandling/sak/${v.ref}`);
		await c.post(`${at}/ta`, { csrf: c.csrf });
		const decision = { csrf: c.csrf, utfall: 'grant', plass: places()[0], oppstart: `16.08.${year}`, grunn: 'rett', tekst: 'Velkommen' };
		const preview = await c.post(`${at}/vedtak/forhandsvisning`, decision);
		assert.equal(lang(preview), 'nb');
		assert.match(main(preview.text), /Søkeren leser engelsk\./);
		const letter = html => /<div class="sk-flow" lang="en">[\s\S]*?<\/article>/.exec(html)[0].replace(/(<\/?h)[1-6]/g, '$1');
		assert.ok(letter(preview.text).includes(`16 August ${year}`));
		const reason = words('en', 'services/barnehageplass/service.xml', /<reason code="rett"[^>]*>([^<]*)/).replace(/\s+/g, ' ').trim();
		assert.ok(letter(preview.text).includes(reason), reason);
		await c.post(`${at}/vedtak/send`, decision);
		const [[id]] = await until('the decision', () => {
			const r = sql(`SELECT d.id FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${v.ref}' AND d.template = 'decision'`);
			return r.length > 0 && r;
		});
		await v.go(`/postkasse/${id}?lang=nb`);
		assert.equal(letter(v.page.text), letter(preview.text), 'and it stays as it was made');
		assert.match(sql(`SELECT data -> 'reasons' FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${v.ref}' AND e.event = 'grant'`)[0][0],
			/"text": "Barnet/);
	});

	test('read bokmål, whatever is asked for', async () => {
		const v = new Visitor();
		await v.loginStaff('ansatt-9998-1');
		await v.go('/saksbehandling?lang=en');
		assert.equal(lang(v.page), 'nb');
		assert.doesNotMatch(v.page.text, /hreflang/);
	});
});
