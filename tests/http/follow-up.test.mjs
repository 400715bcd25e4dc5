/* What follows a case: begun from it with its answers, a part of it, and one case to everybody. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { main, pageForm, press } from './apply.mjs';
import { caseRow, events, staff } from './decide.mjs';

const text = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/* A permission for a fence, given. */
async function permitted(person = 'kari') {
	const v = new Visitor(base);
	await v.login(person, '/tjenester/gjerde');
	await v.post(`${base}/soknad/gjerde`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	await press(v, { lengde: '12', hoyde: '1,5' });
	await v.post(`${v.draft}/send`, { csrf: v.csrf });
	v.ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1];
	return v;
}
const grant = ref => sql(`UPDATE case_file SET state = 'decided', outcome = 'grant', decided_at = now() WHERE ref = '${ref}'`);
const begin = (v, ref = v.ref) => v.post(`${base}/mine-saker/${ref}/videre/gjerde-ferdig`, { csrf: v.csrf });

describe('what follows a case', () => {
	test('is begun from it when it may be, with its answers, and once', async () => {
		const v = await permitted();
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.doesNotMatch(text(v), /Meld fra/);
		await begin(v);
		assert.equal(v.page.url, `${base}/mine-saker/${v.ref}`, 'it is too soon');
		grant(v.ref);
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.match(text(v), /Meld fra/);
		await begin(v);
		assert.match(v.page.url, /\/soknad\/gjerde-ferdig\/[^/]+\/ferdig\?hentet=1$/);
		const draft = v.page.url;
		assert.match(text(v), new RegExp(`hentet fra sak ${v.ref}`));
		assert.equal(pageForm(v).fields.find(([k]) => k === 'lengde')[1], '12');
		await v.go(`${base}/mine-saker/${v.ref}`);
		assert.match(text(v), /Du har begynt, men ikke sendt/);
		await begin(v);
		assert.equal(v.page.url, draft, 'a second click finds what the first made');
	});
});
