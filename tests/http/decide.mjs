/* decide.mjs - what tests of decisions and complaints do: an application for a lower price, and its life at the desk */
import { Visitor, formsOf } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { places, press } from './apply.mjs';

/* The first of June that is less than a year ahead, as the form asks: this year's until it has come. */
const today = new Date();
export const june = `01.06.${today.getFullYear() + (today.getMonth() > 5 ? 1 : 0)}`;

const price = {
	husholdning: { samliv: 'alene', adresse: 'ja', fra: june },
	inntekt: { grunnlag: 'skattemelding', personinntekt: '300 000', kapitalinntekt: '0' },
	barna: { 'barn.1.navn': 'Noah Nordmann', 'barn.1.fodt': '27.06.2024', 'barn.1.barnehage': places()[0] },
	pris: {},
	kontakt: { epost: 'kari@example.no', telefon: '400 00 001' },
	bekreft: { riktig: 'true' },
};

/* An application for a lower price, where granting asks for four eyes. */
export async function appliedPrice(person = 'kari') {
	const v = new Visitor(base);
	await v.login(person, '/tjenester/redusert-foreldrebetaling');
	await v.post(`${base}/soknad/redusert-foreldrebetaling`, { csrf: v.csrf });
	const draft = v.page.url.replace(/\/[^/]*$/, '');
	for (const values of Object.values(price)) {
		const answer = await press(v, values);
		if (answer.status !== 200)
			throw new Error(`${answer.url}: ${answer.status}`);
	}
	await v.post(`${draft}/send`, { csrf: v.csrf });
	v.ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)?.[1];
	return v;
}

/* A caseworker at a case: does(what, fields) posts as a button of the page would. */
export async function staff(who, ref) {
	const c = new Visitor(base);
	await c.loginStaff(who, `/saksbehandling/sak/${ref}`);
	c.at = `${base}/saksbehandling/sak/${ref}`;
	const csrf = c.csrf;
	c.does = (what, body = {}) => c.ask('POST', `${c.at}/${what}`, { body: { csrf, ...body } });
	c.see = async (what = '') => (await c.go(c.at + (what && `/${what}`))).text;
	c.fields = end => Object.fromEntries(formsOf(c.page.text).find(f => f.action.endsWith(end)).fields);
	return c;
}

export const caseRow = (ref, columns) => sql(`SELECT ${columns} FROM case_file WHERE ref = '${ref}'`)[0];
export const events = ref => sql(`SELECT e.event FROM case_event e JOIN case_file c ON c.id = e.case_id WHERE c.ref = '${ref}' ORDER BY e.seq`).map(r => r[0]);
export const letters = ref => sql(`SELECT d.template, d.receiver, d.id FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' ORDER BY d.created_at, d.template`);
export const letterText = (ref, template) => sql(`SELECT regexp_replace(regexp_replace(convert_from(d.content, 'UTF8'), '<[^>]*>', ' ', 'g'), '\\s+', ' ', 'g')
	FROM document d JOIN case_file c ON c.id = d.case_id WHERE c.ref = '${ref}' AND d.template = '${template}' ORDER BY d.created_at DESC LIMIT 1`)[0]?.[0];
