/* neighbours.mjs - an application that neighbours must be told of: the service «hores» of tests/fixtures */
import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { pageForm } from './apply.mjs';
import { multipart, pdf } from './files.mjs';

export const nora = { gardsnummer: '12', bruksnummer: '34', navn: 'Nora Nabo', adresse: 'Storgata 1', postnummer: '9998', poststed: 'Fjordvik' };
export const nils = { gardsnummer: '12', bruksnummer: '35', navn: 'Nils Nabo', adresse: 'Storgata 3', postnummer: '9998', poststed: 'Fjordvik' };

/* Send the page of the form one is at, changed. */
export function page(v, values = {}, files = [], button = 'neste') {
	const kept = pageForm(v).fields.filter(([k]) => !(k in values) && k !== 'tegninger');
	const { body, headers } = multipart([...kept, ...Object.entries(values), ['handling', button]], files);
	return v.go(v.page.url, { body, headers }, 'POST');
}

const rows = all => Object.fromEntries(all.flatMap((row, i) => Object.entries(row).map(([k, x]) => [`nabo.${i + 1}.${k}`, x])));

/* Begun, with drawings and these neighbours; ends on the summary. */
export async function begun(person = 'kari', neighbours = [nora, nils]) {
	const v = new Visitor(base);
	await v.login(person, '/tjenester/hores');
	await v.post(`${base}/soknad/hores`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	v.id = v.draft.replace(/.*\//, '');
	await page(v, { hva: 'En bod til sykler', areal: '12', privat: 'Bare for kommunen' }, [['tegninger', 'fasade.pdf', pdf(), 'application/pdf']]);
	for (let i = 0; i < neighbours.length; i++)
		await v.go(`${v.draft}/naboer`), await page(v, {}, [], 'legg-til:nabo');
	await page(v, rows(neighbours));
	return v;
}

/* The page where neighbours are told; keys of those who can be told now. */
export async function telling(v) {
	await v.go(`${v.draft}/nabovarsel`);
	return form(v).fields.filter(([k]) => k === 'velg').map(([, x]) => x);
}
export const form = v => formsOf(v.page.text).find(f => f.fields.some(([k]) => k === 'sett'));

/* Tell those with these keys; all when none are given. */
export async function tell(v, keys) {
	const can = await telling(v), fixed = form(v).fields.filter(([k]) => k !== 'velg' && !k.startsWith('kommentar.'));
	return v.post(`${v.draft}/nabovarsel`, [...fixed, ...(keys ?? can).map(k => ['velg', k]), ['handling', 'send']]);
}

export const parties = v => sql(`SELECT p.id, p.name, p.answer, p.told_id, p.late FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
	LEFT JOIN case_file c ON c.id = h.case_id WHERE h.draft_id = '${v.id}' OR c.draft_id = '${v.id}' ORDER BY p.name`)
    .map(([id, name, answer, told, late]) => ({ id, name, answer, told, late }));

/* The letter of a receiver, as text, when it is made; and the code on it. */
export async function letter(id) {
	const [[text]] = await until('the letter is made', () => {
		const r = sql(`SELECT replace(convert_from(d.content, 'UTF8'), E'\\n', ' ') FROM document d JOIN hearing_party p ON p.id = d.hearing_party_id
			WHERE p.id = '${id}' AND p.code_sha256 IS NOT NULL ORDER BY d.created_at DESC LIMIT 1`);
		return r.length > 0 && r;
	}, 60000);
	return { text, code: /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] };
}

/* Open what a code leads to, as somebody who is not logged in. */
export async function opened(code) {
	const n = new Visitor(base);
	await n.post(`${base}/uttalelse`, { kode: code });
	return n;
}

/* Answer on the page one is at: 'ingen' or 'merknader'. */
export const reply = (n, svar, tekst = '') => n.submit({ svar, tekst }, { action: '/uttalelse/svar' });

/* Post the page one is at with files, and a button of it. */
export function enclose(n, files, values = {}, button = 'send') {
	const it = formsOf(n.page.text).find(f => f.fields.some(([k]) => k === 'lest'));
	const kept = it.fields.filter(([k]) => !(k in values) && k !== 'filer' && k !== 'handling');
	const { body, headers } = multipart([...kept, ...Object.entries(values), ['handling', button]], files.map(([name, bytes, type]) => ['filer', name, bytes, type ?? 'application/pdf']));
	return n.go(new URL(it.action, n.page.url).href, { body, headers }, 'POST');
}
