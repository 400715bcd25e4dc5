/* The party's access to the case: its documents, what is exempt, and who has looked. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { applied, main } from './apply.mjs';

const desk = ref => `${base}/saksbehandling/sak/${ref}`;

describe('at the desk', () => {
	test('a case has its documents and its history, and both looks are noted', async () => {
		const v = await applied(), c = new Visitor(base);
		await c.loginStaff('ansatt-9998-1');
		const documents = main((await c.go(`${desk(v.ref)}/dokumenter`)).text);
		assert.match(documents, /Søknad om barnehageplass/);
		assert.match(documents, /aria-current="page"[^>]*>Dokumenter/);
		const history = main((await c.go(`${desk(v.ref)}/historikk`)).text);
		assert.match(history, /Søknaden kom inn[\s\S]*Åpnet saken: listen over dokumenter/);
		assert.deepEqual(sql(`SELECT what FROM access_log l JOIN case_file c ON c.id = l.case_id WHERE c.ref = '${v.ref}' ORDER BY at`),
			[['documents'], ['history']]);
		assert.equal((await c.go(`${desk('BHG-2026-999999')}/dokumenter`)).status, 404);
		assert.equal((await c.go(`${desk(v.ref)}/historikk?fra=-1`)).status, 200);
		assert.equal((await c.go(`${desk(v.ref)}/historikk?fra=x`)).status, 200);
	});
});
