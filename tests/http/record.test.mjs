/* What is on record afterwards: the chain of events, who looked, and logs that know nobody. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Visitor } from '../harness/http.mjs';
import { base, logs, skranke, sql, until } from '../harness/stack.mjs';
import { answers, applied, begin, fill, press } from './apply.mjs';

describe('the chain of events', () => {
	test('holds for every case, and a changed event is named', async () => {
		const v = await applied();
		const whole = skranke('audit', 'verify');
		assert.equal(whole.status, 0, whole.said);
		const change = data => sql(`BEGIN; ALTER TABLE case_event DISABLE TRIGGER case_event_keep;
			UPDATE case_event e SET data = '${data}' FROM case_file c WHERE c.id = e.case_id AND c.ref = '${v.ref}' AND e.event = 'submit';
			ALTER TABLE case_event ENABLE TRIGGER case_event_keep; COMMIT;`);
		change('{"a": 1}');
		try {
			const broken = skranke('audit', 'verify');
			assert.equal(broken.status, 1);
			assert.match(broken.said, new RegExp(`${v.ref}.*event 1`));
			assert.match(broken.said, /1 chain/);
		} finally {
			change('{}');
		}
		assert.equal(skranke('audit', 'verify').status, 0);
	});
});

describe('a caseworker', () => {
	test('leaves a mark by every look at a case, the preview of a letter too', async () => {
		const v = await applied(), c = new Visitor();
		const looks = () => sql(`SELECT a.what FROM access_log a JOIN case_file c ON c.id = a.case_id WHERE c.ref = '${v.ref}' ORDER BY a.at`).map(r => r[0]);
		await c.loginStaff('ansatt-9998-1', `/saksbehandling/sak/${v.ref}`);
		const does = (what, more) => c.ask('POST', `${base}/saksbehandling/sak/${v.ref}/${what}`, { body: { csrf: c.csrf, ...more } });
		await does('ta');
		assert.equal((await does('vedtak/forhandsvisning', { utfall: 'reject', grunn: 'full' })).status, 200);
		assert.equal((await does('vedtak/send', { utfall: 'reject' })).status, 422);
		assert.deepEqual(looks(), ['case', 'preview', 'decide']);
	});

	test('gives a reason once, however often it is posted', async () => {
		const v = await applied(), c = new Visitor();
		await c.loginStaff('ansatt-9998-1', `/saksbehandling/sak/${v.ref}`);
		const does = (what, more) => c.ask('POST', `${base}/saksbehandling/sak/${v.ref}/${what}`, { body: { csrf: c.csrf, ...more } });
		await does('ta');
		const preview = await does('vedtak/forhandsvisning', { utfall: 'reject', grunn: Array(300).fill('full') });
		assert.equal(preview.text.match(/Det er ingen ledig plass i barnehagene/g).length, 1);
	});
});

test('no log knows who was here, what they answered, or what opens a door', async () => {
	const v = await begin();
	await press(v, { ...answers().barnet, barn_navn: 'Loggløs Navnesen', barn_pid: '123' });
	await fill(v, { ...answers(), barnet: { ...answers().barnet, barn_navn: 'Loggløs Navnesen' } });
	await v.post(`${v.draft}/send`, { csrf: v.csrf });
	const [[code]] = sql(`SELECT code FROM case_file WHERE draft_id = '${v.id}'`);
	await v.ask('GET', `${base}/kontroll/${code}`);
	await v.ask('GET', `${base}/kontroll?kode=${code}`);
	await until('the lines are written', () => logs().includes('citizen_verify'));
	const secrets = [code, 'Loggløs', 'Navnesen', 'kari@example.no', '400 00 001', ...v.jar.get(new URL(base).host).values(),
		...sql('SELECT pid FROM person').flat(), ...sql('SELECT csrf FROM session').flat(),
		...sql('SELECT name FROM person WHERE name IS NOT NULL UNION SELECT name FROM desk_user').flat()];
	const said = logs();
	for (const secret of secrets)
		assert.ok(!said.includes(secret), secret);
});
