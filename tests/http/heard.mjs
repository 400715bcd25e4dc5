/* heard.mjs - an application that neighbours were told of, decided: what tests of their complaints do */
import { base, sql, until } from '../harness/stack.mjs';
import { main, send } from './apply.mjs';
import { staff } from './decide.mjs';
import { begun, letter, opened, parties, reply, tell } from './neighbours.mjs';

export const words = v => main(v.page.text).replace(/<[^>]*>/g, ' ').replace(/&amp;/g, '&').replace(/\s+/g, ' ');

/* Nora has remarks, Nils has none; the application is sent and granted. */
export async function granted() {
	const v = await begun();
	await tell(v);
	const [nils, nora] = parties(v);
	const codes = {};
	for (const [p, svar] of [[nils, 'ingen'], [nora, 'merknader']]) {
		codes[p.name] = (await letter(p.id)).code;
		await reply(await opened(codes[p.name]), svar, svar === 'merknader' ? 'For nær grensen.' : '');
	}
	await send(v);
	const ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1], s = await staff('ansatt-9998-1', ref);
	await s.does('ta');
	await s.see('vedtak');
	const sent = await s.does('vedtak/send', { ...s.fields('/vedtak/forhandsvisning'), utfall: 'grant', grunn: 'bra' });
	if (sent.status !== 303)
		throw new Error(sent.text);
	return { v, s, ref, nora: nora.id, nils: nils.id, codes };
}

/* The letters of a receiver: template, text, id; the latest first.  And the latest, when it is made, of this template. */
export const heard = id => sql(`SELECT o.payload ->> 'template', coalesce(replace(convert_from(d.content, 'UTF8'), E'\\n', ' '), ''), d.id FROM outbox o LEFT JOIN document d ON d.outbox_id = o.id
	WHERE o.hearing_party_id = '${id}' AND o.payload ->> 'to' = 'heard' ORDER BY o.created_at DESC`);
export const made = (id, template) => until('the letter is made', () => {
	const [l] = heard(id);
	return l?.[0] === template && l[1] && l;
}, 60000);

/* The code on a letter. */
export const code = text => /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)[0];
