/* A neighbour whose address is graded: by hand, and what is left of them on the page of the case. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { sql } from '../harness/stack.mjs';
import { send } from '../http/apply.mjs';
import { begun, tell } from '../http/neighbours.mjs';
import { closeBrowser, visitor } from './helper.mjs';

const main = v => v.page.locator('main').innerText();
after(closeBrowser);

async function desk(name, to, how) {
	const v = await visitor(how);
	await v.go(to);
	await v.choose(name);
	return v;
}

for (const [how, options] of [['', { width: 360, height: 740 }], [', without JavaScript', { js: false }]])
	test(`a leader notes that a neighbour's address is graded${how}`, async () => {
		const v = await begun();
		await tell(v);
		await send(v);
		const ref = /\/mine-saker\/([^/]+)\//.exec(v.page.url)[1];
		const randi = await desk(/Randi Holm/, `/saksbehandling/sak/${ref}`, options);
		await randi.click('link', 'Endre adressebeskyttelse');
		await randi.page.getByLabel(/Nora Nabo/).check();
		await randi.click('button', 'Lagre');
		assert.match(await main(randi), /Opplysningene om adressebeskyttelse er lagret[\s\S]*Skjult, fordi noen har skjermet adresse/);
		assert.doesNotMatch(await main(randi), /Nora Nabo/);
		await randi.click('link', 'Endre adressebeskyttelse');
		assert.match(await main(randi), /Skjult i søknaden[\s\S]*Nora Nabo\. Storgata 1/);
		await randi.close();
		assert.equal(sql(`SELECT count(*) FROM answers_whole w JOIN case_file c ON c.id = w.case_id WHERE c.ref = '${ref}'`)[0][0], '1');
	});
