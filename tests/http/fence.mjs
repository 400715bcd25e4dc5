/* fence.mjs - an application about a fence, whose cases are public, and who may handle it at the desk */
import { Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { press } from './apply.mjs';

/* Sent by Kari; gives its number. */
export async function fence(length) {
	const v = new Visitor(base);
	await v.login('kari', '/tjenester/gjerde');
	await v.post(`${base}/soknad/gjerde`, { csrf: v.csrf });
	v.draft = v.page.url.replace(/\/[^/]*$/, '');
	await press(v, { lengde: length, hoyde: '1,5' });
	await v.post(`${v.draft}/send`, { csrf: v.csrf });
	return /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1];
}

export const fenceStaff = () => sql(`INSERT INTO desk_right (tenant_id, desk_user_id, service, role)
	SELECT tenant_id, desk_user_id, 'gjerde', role FROM desk_right WHERE service = 'redusert-foreldrebetaling' ON CONFLICT DO NOTHING`);
