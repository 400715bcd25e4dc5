/*
 * building.mjs - a large building application beside a small one
 *
 *   building_growth      time to open and to save the pages of a draft with 60 attachments, 12 neighbours and 10 properties / the
 *                        same of a draft with none; less than 1.5
 *   upload_rss           the most that a worker has held while a drawing of 50 MB came; tests/http/drawings.test.mjs has the limit,
 *                        of a worker with every service in every language
 *   upload_growth        how much of that came with the drawing
 *
 * The two drafts take turns, page by page, so that what else the machine does falls on both alike; the figure is the median of the
 * rounds.  Each page that both have is opened and saved as it stands.  building_growth_PAGE, without a limit, is the same of the
 * page that shows the attachments, which has more to show.
 *
 * The counter is the one of SKRANKE_STACK; by itself: SKRANKE_STACK=DIR node tests/bench/building.mjs
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { base, sql, workers } from '../harness/stack.mjs';
import { Visitor } from '../harness/http.mjs';
import { pageForm } from '../http/apply.mjs';
import { multipart, pdf } from '../http/files.mjs';

const SERVICE = 'tiltak-uten-ansvarsrett', MB = 1 << 20;
const rounds = Number(process.env.SKRANKE_BENCH_ROUNDS ?? 15);
const say = (name, value, unit) => console.log(`bench ${name} ${value} ${unit}`);
const median = v => [...v].sort((x, y) => x - y)[v.length >> 1];
const FILES = { situasjonsplan: 3, tegninger: 22, samtykke: 5, redegjorelser: 10, uttalelser: 10, annet_vedlegg: 10 };

async function draft(person) {
	const v = new Visitor(base);
	await v.login(person, `/tjenester/${SERVICE}`);
	await v.post(`${base}/soknad/${SERVICE}`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	v.id = v.draft.replace(/.*\//, '');
	return v;
}

async function attach(v, bytes) {
	await v.go(`${v.draft}/vedlegg`);
	const { body, headers } = multipart([...pageForm(v).fields.filter(([k]) => !(k in FILES)), ['handling', 'oppdater']],
		[['tegninger', 'fasade.pdf', bytes, 'application/pdf']]);
	await v.go(v.page.url, { body, headers }, 'POST');
	if (!/fasade\.pdf/.test(v.page.text))
		throw new Error(`the drawing was not taken: ${v.page.status}`);
}

/* Written as the program writes it: answers in the shape of the form (fcgi/form/form.h). */
async function enlarge(v) {
	await attach(v, pdf());
	const [[sha]] = sql(`DELETE FROM attachment WHERE draft_id = '${v.id}' RETURNING sha256`);
	let xml = '';
	for (let i = 1; i <= 10; i++)
		xml += `<eiendom><kommunenummer>9998</kommunenummer><gardsnummer>12</gardsnummer><bruksnummer>${30 + i}</bruksnummer><adresse>Bryggeveien ${i}</adresse></eiendom>`;
	for (let i = 1; i <= 12; i++)
		xml += `<nabo><kommunenummer>9998</kommunenummer><gardsnummer>12</gardsnummer><bruksnummer>${50 + i}</bruksnummer><navn>Nabo ${i}</navn><adresse>Nesveien ${i}</adresse><postnummer>9998</postnummer><poststed>Fjordvik</poststed></nabo>`;
	for (const [field, n] of Object.entries(FILES)) {
		const ids = Array.from({ length: n }, randomUUID);
		sql(`INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name) SELECT x.id::uuid, d.tenant_id, d.person_id, d.id, '${sha}', '${field} ' || x.n || '.pdf'
		    FROM draft d, unnest('{${ids}}'::text[]) WITH ORDINALITY x (id, n) WHERE d.id = '${v.id}'`);
		xml += `<${field}>${ids.join(' ')}</${field}>`;
	}
	sql(`UPDATE draft SET answers = replace(regexp_replace(answers::text, '<tegninger>[^<]*</tegninger>', ''), '</${SERVICE}>', '${xml}</${SERVICE}>')::xml
	    WHERE id = '${v.id}'`);
}

async function took(fn) {
	const from = process.hrtime.bigint();
	const status = (await fn()).status;
	if (![200, 303].includes(status))
		throw new Error(`status ${status}`);
	return Number(process.hrtime.bigint() - from) / 1e6;
}

/* Open the page and save it as it stands: milliseconds. */
async function once(v, page) {
	const url = `${v.draft}/${page}`;
	const opened = await took(() => v.ask('GET', url));
	await v.go(url);
	const fields = [...pageForm(v).fields, ['handling', 'lagre']];
	return opened + await took(() => v.ask('POST', url, { body: fields }));
}

async function compare(small, large, page) {
	const x = [], y = [];
	await once(small, page);
	await once(large, page);
	for (let i = 0; i < rounds; i++) {
		x.push(await once(small, page));
		y.push(await once(large, page));
	}
	return { small: median(x), large: median(y) };
}

const small = await draft('ola'), large = await draft('kari');
const pages = ['tiltaket', 'eiendommen', 'storrelse', 'plassering', 'planen', 'tomten', 'vedlegg', 'tiltakshaver', 'bekreft'];
/* A draft that was never saved is not read as one that was. */
await once(small, 'tiltaket');
await once(large, 'tiltaket');
await enlarge(large);
const there = [];
for (const p of pages)
	if ((await small.ask('GET', `${small.draft}/${p}`)).status === 200)
		there.push(p);
let a = 0, b = 0;
for (const p of there) {
	const t = await compare(small, large, p);
	if (p === 'vedlegg') {
		say(`building_growth_${p}`, (t.large / t.small).toFixed(2), 'ratio');
	}
	a += t.small;
	b += t.large;
}
say('building_small_ms', (a / there.length).toFixed(2), 'ms');
say('building_large_ms', (b / there.length).toFixed(2), 'ms');
say('building_growth', (b / a).toFixed(2), 'ratio');

const status = (p, what) => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${p}/status`, 'utf8'))[1]);
workers('citizen').forEach(p => writeFileSync(`/proc/${p}/clear_refs`, '5'));
const before = new Map(workers('citizen').map(p => [p, status(p, 'VmRSS')]));
await attach(small, pdf(50 * MB));
say('upload_rss', Math.max(...[...before.keys()].map(p => status(p, 'VmHWM'))), 'kB');
say('upload_growth', Math.max(...[...before].map(([p, kb]) => status(p, 'VmHWM') - kb)), 'kB');
