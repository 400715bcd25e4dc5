/* asked.mjs - what tests of missing things do: a case that a caseworker has taken and asks about, and an applicant who answers */
import { Visitor } from '../harness/http.mjs';
import { base, sql, until } from '../harness/stack.mjs';
import { applied, main } from './apply.mjs';

export const desk = ref => `${base}/saksbehandling/sak/${ref}`;
export const mine = ref => `${base}/mine-saker/${ref}`;
export const words = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/* Every letter of the case is made. */
export const settled = ref => until('the letters are made', () => sql(`SELECT count(*) FROM outbox o JOIN case_file c ON c.id = o.case_id
	WHERE c.ref = '${ref}' AND o.done_at IS NULL AND o.parked_at IS NULL`)[0][0] === '0');

export const caseworker = new Visitor(base);
export const login = () => caseworker.loginStaff('ansatt-9998-1');

export async function taken() {
	const v = await applied();
	await caseworker.go(desk(v.ref));
	await caseworker.submit({}, { action: '/ta' });
	return v;
}

/* Sent when the preview has nothing against it, which is given back. */
export async function ask(v, what) {
	await caseworker.go(`${desk(v.ref)}/mangler`);
	const csrf = caseworker.csrf;
	const preview = await caseworker.post(`${desk(v.ref)}/mangler/forhandsvisning`, { csrf, ...what });
	if (preview.status === 200)
		await caseworker.submit({}, { action: '/mangler/send' });
	return preview;
}

/* To the first page that is open. */
export async function begin(v) {
	await v.go(`${mine(v.ref)}/mangler`);
	await v.submit({}, { action: '/mangler' });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	return v;
}
