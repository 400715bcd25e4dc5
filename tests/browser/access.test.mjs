/* The documents and the history of a case, at the desk and as its party sees them. */
import { after, describe, test } from 'node:test';

import { sql } from '../harness/stack.mjs';
import { applied } from '../http/apply.mjs';
import { closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);
const staff = async v => {
	await v.page.goto('/saksbehandling');
	await v.choose(/Sunniva Berg/);
};

test('a case with a graded address', async () => {
	const { ref } = await applied('vigdis'), v = await visitor();
	await v.page.goto('/saksbehandling');
	await v.choose(/Randi Holm/);
	await v.go(`/saksbehandling/sak/${ref}`);
	await v.close();
	const w = await visitor();
	await staff(w);
	await w.close();
});

describe('the documents and the history of a case', () => {
	for (const js of [true, false])
		test(`at the desk, with JavaScript ${js ? 'on' : 'off'}`, async () => {
			const { ref } = await applied();
			sql(`WITH c AS (SELECT * FROM case_file WHERE ref = '${ref}'), b AS (INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at)
			    SELECT tenant_id, encode(sha256('${ref}'), 'hex'), ${ref.length}, 'text/plain', 'clean', now() FROM c RETURNING *),
			p AS (INSERT INTO blob_piece (tenant_id, sha256, n, bytes) SELECT tenant_id, sha256, 0, '${ref}' FROM b)
			INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name)
			SELECT gen_random_uuid(), c.tenant_id, c.person_id, c.id, b.sha256, 'uttalelse.txt' FROM c, b`);
			const v = await visitor({ js, width: js ? 1280 : 360 });
			await staff(v);
			await v.go(`/saksbehandling/sak/${ref}`);
			await v.click('link', 'Dokumenter');
			await v.click('link', 'Historikk');
			await v.click('link', 'Dokumenter');
			await v.click('link', /Unnta fra innsyn/);
			await v.click('button', 'Unnta dokumentet');			/* nothing is filled in */
			await v.page.getByLabel(/§ 19 andre ledd/).check();
			await v.page.getByLabel('Hvorfor gjelder regelen her?').fill('Gjelder helsen til en annen.');
			await v.click('button', 'Unnta dokumentet');
			await v.close();
			const p = await visitor({ js, width: js ? 1280 : 360 });
			await p.page.goto('/mine-saker');
			await p.choose(/Kari Nordmann/);
			await p.go(`/mine-saker/${ref}`);
			await p.click('link', 'Alle dokumentene i saken');
			await p.click('link', 'Hvem har sett på saken');
			await p.close();
		});
});
