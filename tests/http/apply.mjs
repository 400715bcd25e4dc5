/* apply.mjs - a kindergarten application, page by page, as a person without JavaScript sends it */
import { formsOf, Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';

export const places = (tenant = '9998') => sql(`SELECT id FROM kindergarten WHERE tenant_id = '${tenant}' ORDER BY name, id`).map(r => r[0]);

export const year = new Date().getFullYear() + 1;

/* What is answered on each page, in order; a test changes what it is about. */
export const answers = (tenant = '9998') => ({
	barnet: { barn_navn: 'Emma Nordmann', barn_pid: '14832560252', bosted: 'her' },
	oppstart: { soknadstype: 'ny', oppstart: `16.8.${year}`, timer: '41' },
	onsker: { 'onske.1.barnehage': places(tenant)[0], andre_barnehager: 'ja' },
	sosken: { sosken_i_barnehage: 'nei' },
	prioritet: { prioritet: 'nei' },
	kontakt: { epost: 'kari@example.no', telefon: '400 00 001', forelder2: 'nei' },
	samtykke: { foreldreansvar: 'true', deling: 'true', riktig: 'true' },
});

/* The form of the application's page one is at: what a browser would send if nothing was changed. */
export const pageForm = v => formsOf(v.page.text).find(f => f.fields.some(([k]) => k === 'sett'));
export const formTo = (v, end) => formsOf(v.page.text).find(f => f.action.endsWith(end));

/* Change some answers of the page one is at, and press a button. */
export function press(v, values = {}, button = 'neste') {
	const kept = pageForm(v).fields.filter(([k]) => !(k in values));
	return v.post(v.page.url, [...kept, ...Object.entries(values).filter(([, x]) => x !== null), ['handling', button]]);
}

/* Log in and begin: ends on the first page; gives the draft's address. */
export async function begin(person = 'kari', site = base) {
	const v = new Visitor(site);
	await v.login(person, '/tjenester/barnehageplass');
	await v.post(`${site}/soknad/barnehageplass`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	v.id = v.draft.replace(/.*\//, '');
	return v;
}

/* Fill every page; ends on the summary. */
export async function fill(v, all = answers()) {
	for (const values of Object.values(all)) {
		const answer = await press(v, values);
		if (answer.status !== 200)
			throw new Error(`${answer.url}: ${answer.status}`);
	}
	return v;
}

export const send = v => v.post(`${v.draft}/send`, { csrf: v.csrf });

/* A whole application sent: ends on the receipt. */
export async function applied(person = 'kari', all = answers(), site = base) {
	const v = await fill(await begin(person, site), all);
	await send(v);
	v.ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)?.[1];
	return v;
}

/* An application about a fence, whose cases are public. */
export async function fence(length) {
	const v = new Visitor(base);
	await v.login('kari', '/tjenester/gjerde');
	await v.post(`${base}/soknad/gjerde`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	await press(v, { lengde: length, hoyde: '1,5' });
	await v.post(`${v.draft}/send`, { csrf: v.csrf });
	return /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1];
}

export const main = html => html.slice(html.indexOf('<main'), html.indexOf('</main>'));

/* Who handles its cases at the desk. */
export const fenceStaff = () => sql(`INSERT INTO desk_right (tenant_id, desk_user_id, service, role)
	SELECT tenant_id, desk_user_id, 'gjerde', role FROM desk_right WHERE service = 'redusert-foreldrebetaling' ON CONFLICT DO NOTHING`);
