/* The clock of a case as citizen and caseworker see it, and the drawing of how such a case goes. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { applied } from '../http/apply.mjs';
import { sql } from '../harness/stack.mjs';
import { closeBrowser, visitor } from './helper.mjs';

after(closeBrowser);

/* Came in twelve days ago; ten days ago the clock was paused, three days ago it went on. */
const waited = ref => sql(`BEGIN;
	UPDATE case_file SET received_at = now() - interval '12 days' WHERE ref = '${ref}';
	UPDATE case_clock k SET limit_from = c.received_at FROM case_file c WHERE c.id = k.case_id AND c.ref = '${ref}';
	UPDATE case_interval i SET from_at = c.received_at, to_at = now() - interval '10 days' FROM case_file c WHERE c.id = i.case_id AND c.ref = '${ref}';
	INSERT INTO case_interval (tenant_id, case_id, clock, n, seq, from_at, to_at, running, ball, law, reason)
	SELECT tenant_id, id, 'decision', 1, 2, now() - interval '10 days', now() - interval '3 days', false, 'applicant', 'forvaltningslovforskriften § 39', NULL
	FROM case_file WHERE ref = '${ref}';
	INSERT INTO case_interval (tenant_id, case_id, clock, n, seq, from_at, running, ball)
	SELECT tenant_id, id, 'decision', 1, 3, now() - interval '3 days', true, 'municipality' FROM case_file WHERE ref = '${ref}';
	INSERT INTO case_pace (tenant_id, service, cases, half_days, most_days) VALUES ('9998', 'barnehageplass', 20, 15, 40)
	ON CONFLICT (tenant_id, service) DO UPDATE SET half_days = 15, most_days = 40; COMMIT;`);

for (const js of [true, false])
	test(`the same clock on both sides of the counter ${js ? 'with' : 'without'} JavaScript`, async () => {
		const { ref } = await applied();
		waited(ref);
		const v = await visitor({ js, width: 360 });
		await v.go(`/mine-saker/${ref}`);
		await v.choose(/Kari Nordmann/);
		const mine = await v.page.locator('main').innerText();
		assert.match(mine, /5 dager/);
		assert.match(mine, /stått stille\s*7 dager/);
		assert.match(mine, /halvparten av sakene av denne typen ferdige innen 15 dager, og ni av ti innen 40 dager/);
		await v.page.getByText('Alle dagene, og hvem det ventet på').click();
		assert.equal(await v.page.locator('section[aria-labelledby=tid] tbody tr').count(), 3);
		await v.close();

		const c = await visitor({ js });
		await c.go(`/saksbehandling/sak/${ref}`);
		await c.choose('Sunniva Berg');
		assert.match(await c.page.locator('main').innerText(), /5 dager brukt, 7 dager stille/);
		await c.click('link', 'Skriv grunn og dato');
		await c.page.getByLabel('Når kan søkeren vente svar?').fill('1.1.2020');
		await c.click('button', 'Lagre');
		assert.match(await c.page.title(), /^Feil: /);
		await c.page.getByLabel('Når kan søkeren vente svar?').fill(`1.9.${new Date().getFullYear() + 1}`);
		await c.page.getByLabel('Hvorfor tar det tid?').fill('Vi venter på svar fra barnehagen.');
		await c.click('button', 'Lagre');
		assert.match(await c.page.locator('article').innerText(), /Vi venter på svar fra barnehagen\./);
		await c.click('link', `Sak ${ref}`, { exact: false });
		await c.click('link', 'Historikk');
		assert.match(await c.page.locator('main').innerText(), /forvaltningslovforskriften § 39/);
		assert.equal(await c.page.locator('.sk-drawing rect[data-current]').count(), 1);
		assert.match(await c.page.locator('main').innerText(), /Ny\s+Saken ble tatt til behandling\s+saksbehandler\s+Under behandling/);
		await c.close();
	});
