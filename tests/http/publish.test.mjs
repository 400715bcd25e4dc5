/* Publishing while the counter is open: nothing is dropped, nothing broken reaches a citizen. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { formsOf, Visitor } from '../harness/http.mjs';
import { base, root, skranke, skrankeMeanwhile, sql } from '../harness/stack.mjs';
import { answers, begin, fill, main, press, send } from './apply.mjs';

const dir = mkdtempSync(join(tmpdir(), 'publish-'));
const copy = join(dir, 'templates');
const service = 'barnehageplass';
const file = name => join(copy, 'services', service, name);
const edit = (name, from, to) => {
	const text = readFileSync(file(name), 'utf8');
	assert.ok(text.includes(from), `${name} has no ${from}`);
	writeFileSync(file(name), text.replace(from, to));
};
const fresh = () => {
	rmSync(copy, { recursive: true, force: true });
	cpSync(join(root, 'templates'), copy, { recursive: true });
	rmSync(join(copy, 'po'), { recursive: true });		/* bokmål is enough here */
};
const templates = (...args) => skranke('templates', ...args);
const inForce = () => sql(`SELECT id, version FROM template_release WHERE service = '${service}' AND in_force`)[0];
const sound = run => assert.equal(run.status, 0, run.said);
let first;

/* Ask for a page without pause, on several connections at once, until told to stop: every status there was. */
function storm(path, connections = 4) {
	const seen = new Map();
	let on = true;
	const one = async () => {
		const v = new Visitor();
		while (on) {
			const { status } = await v.ask('GET', base + path);
			seen.set(status, (seen.get(status) ?? 0) + 1);
		}
	};
	const all = Array.from({ length: connections }, one);
	return async () => {
		on = false;
		await Promise.all(all);
		return seen;
	};
}
const enough = async (seen, n = 100) => {
	const statuses = await seen;
	assert.deepEqual([...statuses.keys()], [200], 'every answer was 200');
	assert.ok(statuses.get(200) >= n, `${statuses.get(200)} requests`);
};
const pause = ms => new Promise(r => setTimeout(r, ms));

before(() => { first = inForce(); });
after(() => {
	rmSync(dir, { recursive: true, force: true });
	sound(templates('rollback', service, first[1]));
});

test('a new release is taken up by the next request, and none is dropped', async () => {
	const old = await begin();
	fresh();
	edit('form.xml', 'Fornavn og etternavn', 'Hele navnet');
	edit('service.xml', '<lead>', '<lead>NYTT: ');
	const stop = storm(`/tjenester/${service}`);
	await pause(500);
	sound(await skrankeMeanwhile('templates', 'publish', copy, service));
	const next = await new Visitor().go(`${base}/tjenester/${service}`);
	assert.ok(next.text.includes('NYTT: '), 'the very next page is of the new release');
	await pause(1000);
	await enough(stop());

	const page = await old.go(`${old.draft}/barnet`);
	assert.ok(page.text.includes('Fornavn og etternavn'), 'a draft goes on with the release it was begun on');
	const young = await begin('ola');
	assert.ok(young.page.text.includes('Hele navnet'), 'a new one begins on the new release');
	await fill(old);
	await send(old);
	assert.match(old.page.url, /kvittering/, 'the old draft can be sent');
});

test('a broken folder never reaches a citizen', async () => {
	const before = inForce();
	const releases = sql('SELECT count(*) FROM template_release')[0][0];
	fresh();
	edit('form.xml', 'required="true()"', 'requierd="true()"');
	edit('service.xml', '<lead>', '<lead>ØDELAGT: ');
	const run = templates('publish', copy);
	assert.equal(run.status, 1);
	assert.match(run.said, /services\/barnehageplass\/form\.xml:\d+: .*did you mean required\?/);
	assert.match(run.said, /nothing was put in force/);
	assert.deepEqual(inForce(), before);
	assert.equal(sql('SELECT count(*) FROM template_release')[0][0], releases, 'of several services none is stored');
	const page = await new Visitor().go(`${base}/tjenester/${service}`);
	assert.ok(!page.text.includes('ØDELAGT'));
});

test('nor does one whose own scenarios fail', () => {
	const before = inForce();
	fresh();
	edit('form.xml', 'Hva heter barnet?', 'Hva heter ungen?');
	const run = templates('publish', copy, service);
	assert.equal(run.status, 1);
	assert.match(run.said, /^not ok barnehageplass\/tests\//m);
	assert.match(run.said, /tests\/[a-z-]+\.xml:\d+: expected 'Hva heter barnet\?/);
	assert.match(run.said, /nothing was put in force/);
	assert.deepEqual(inForce(), before);
});

test('an earlier release is put in force again under load', async () => {
	const [, now] = inForce();
	const stop = storm(`/tjenester/${service}`);
	await pause(300);
	const back = await skrankeMeanwhile('templates', 'rollback', service, first[1]);
	sound(back);
	assert.match(back.said, new RegExp(`release ${first[1]} is in force again, in place of release ${now}`));
	const page = await new Visitor().go(`${base}/tjenester/${service}`);
	assert.ok(!page.text.includes('NYTT: '));
	await pause(1000);
	await enough(stop());
	sound(templates('rollback', service));
	assert.equal(inForce()[1], now, 'without a version: the one that was before');
});

test('a version that was released may not change', () => {
	fresh();
	edit('service.xml', '<service ', '<service version="7.1" ');
	sound(templates('publish', copy, service));
	edit('service.xml', '<lead>', '<lead>Endret. ');
	const run = templates('publish', copy, service);
	assert.equal(run.status, 1);
	assert.match(run.said, /service\.xml:2: version 7\.1 was released .* and is different now; give it a new version/);
	edit('service.xml', 'version="7.1"', 'version="7.2"');
	sound(templates('publish', copy, service));
	sound(templates('rollback', service, '7.1'));
});

test('diff says what publishing would change, and that is told by its status', () => {
	fresh();
	sound(templates('publish', copy, service));
	assert.equal(templates('diff', copy, service).status, 0);
	edit('form.xml', '<text name="barn_navn"', '<text name="barnets_navn"');
	edit('form.xml', '<date name="oppstart" required="true()" column="true">', '<money name="belop"><label>Hvor mye?</label></money>\n    <date name="oppstart" required="true()" column="true">');
	const run = templates('diff', copy, service);
	assert.equal(run.status, 1, run.said);
	assert.match(run.said, /renamed: barn_navn is now barnets_navn/);
	assert.match(run.said, /new question: belop \(money.*\), "Hvor mye\?"/);
	assert.match(run.said, /^-    <text name="barn_navn"/m);
	assert.match(run.said, /^\+    <text name="barnets_navn"/m);
});

/* Every table that something about a person could stand in. */
const rows = () => sql(`SELECT (SELECT count(*) FROM draft), (SELECT count(*) FROM case_file), (SELECT count(*) FROM parked_post),
	(SELECT count(*) FROM person), (SELECT count(*) FROM outbox), (SELECT count(*) FROM access_log)`)[0];

test('staff try a form that is not in force, page by page, and nothing of it is kept', async () => {
	fresh();
	edit('form.xml', 'Fornavn og etternavn', 'Slik det står i forhåndsvisningen');
	const run = templates('publish', '--preview', copy, service);
	sound(run);
	const [path] = /\/saksbehandling\/forhandsvisning\/\S+/.exec(run.said);
	const citizen = new Visitor();
	await citizen.login('kari', `/tjenester/${service}`);
	assert.ok(!(await citizen.go(path)).text.includes('i forhåndsvisningen'), 'a citizen does not come in');

	const v = new Visitor();
	await v.loginStaff('ansatt-9998-4', '/saksbehandling/forhandsvisning');
	assert.ok(v.page.text.includes(path), 'it is on the list of those that wait');
	const kept = rows();
	const turn = (values, button = 'neste') => {
		const { fields, action } = formsOf(v.page.text).find(f => f.fields.some(([k]) => k === 'side'));
		return v.post(action, [...fields.filter(([k]) => !(k in values) && k !== 'handling'), ...Object.entries(values), ['handling', button]]);
	};
	await v.go(path);
	assert.ok(v.page.text.includes('Slik det står i forhåndsvisningen'));
	assert.ok(v.page.text.includes('Ingenting lagres.'));
	assert.equal((await turn({ barn_navn: '' })).status, 422, 'the rules are those of the form');
	const all = answers();
	all.onsker['onske.2.barnehage'] = sql("SELECT id FROM kindergarten WHERE tenant_id = '9998' ORDER BY name DESC, id LIMIT 1")[0][0];
	for (const [page, values] of Object.entries(all)) {
		if (page === 'onsker')
			await turn({}, 'legg-til:onske');
		assert.equal((await turn(values)).status, 200, page);
	}
	assert.ok(v.page.text.includes('Se over svarene'), 'it ends where the answers are read');
	for (const text of ['Emma Nordmann', '16. august', 'kari@example.no', sql(`SELECT name FROM kindergarten WHERE id = '${all.onsker['onske.2.barnehage']}' AND tenant_id = '9998'`)[0][0]])
		assert.ok(main(v.page.text).includes(text), `what was written on other pages came along: ${text}`);
	assert.ok(!main(v.page.text).includes('Send søknaden'));
	await turn({}, 'til:barnet');
	assert.ok(v.page.text.includes('value="Emma Nordmann"'), 'and is there when one goes back');
	assert.deepEqual(rows(), kept, 'no row was made');
	assert.notEqual(inForce()[0], path.replace(/.*\//, ''), 'citizens still have the other');

	const other = await v.ask('POST', base + path, { body: { handling: 'neste' } });
	assert.equal(other.status, 403, 'a page that was not ours is refused');
	sound(templates('publish', copy, service));
	assert.equal(inForce()[0], path.replace(/.*\//, ''), 'published, it is the very release that was tried');
});
