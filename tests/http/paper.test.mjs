/* A form to be printed: every question that a person answers, and when, in words. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor } from '../harness/http.mjs';
import { base, root } from '../harness/stack.mjs';
import { main, places } from './apply.mjs';

const text = html => main(html).replace(/<[^>]*>/g, ' ').replace(/&amp;/g, '&').replace(/\s+/g, ' ');

describe('the printed form of a service', () => {
	let v, t;
	before(async () => {
		v = new Visitor(base);
		await v.go('/tjenester/barnehageplass/skjema');
		t = text(v.page.text);
	});
	it('needs no login', () => assert.equal(v.page.status, 200));
	it('is led to from the service', async () => {
		const s = new Visitor(base);
		await s.go('/tjenester/barnehageplass');
		assert.match(main(s.page.text), /href="\/tjenester\/barnehageplass\/skjema"/);
	});
	it('asks every question of the form that is not worked out', () => {
		const xml = readFileSync(join(root, 'templates/services/barnehageplass/form.xml'), 'utf8');
		const asked = [...xml.matchAll(/<(?:text|number|money|date|choice|choices|confirm|upload) ([^>]*)>\s*<label>([^<]*)</g)]
			.filter(m => !/calculate=/.test(m[1])).map(m => m[2].replace(/\s+/g, ' '));
		assert.ok(asked.length > 15);
		for (const label of asked)
			assert.ok(t.includes(label), label);
		assert.ok(!t.includes('Alder ved oppstart, i måneder'));
	});
	it('says when a question is to be answered', () =>
		assert.match(t, /Svar bare hvis du svarte «Nei, men vi skal flytte hit» på «Bor barnet i kommunen\?»\. 1\.\d Når flytter dere\?/));
	it('has a box for each option of a short list, and a long one once', () => {
		assert.match(t, /Hel plass \(41 timer eller mer i uken\)/);
		assert.ok(places().length > 7);
		assert.match(t, /Ønske 1 3\.1 Barnehage Velg fra listen ved spørsmål 2\.2\./);
	});
	it('has the rows of a repeat that it may have', () => assert.match(t, /Ønske 5/));
	it('says where it is sent, and asks who applies', () => {
		assert.match(t, /Send skjemaet i posten eller lever det/);
		assert.match(t, /Rådhuset/);
		assert.match(t, /Underskriften til søkeren/);
	});
	for (const [lang, says] of [['nn', /Søkn?ad/], ['en', /kindergarten/i], ['se', /mánáidgárde|Søknad/i]])
		it(`is there in ${lang}`, async () => {
			const s = new Visitor(base);
			await s.go(`/tjenester/barnehageplass/skjema?lang=${lang}`);
			assert.equal(s.page.status, 200);
			assert.match(s.page.text, new RegExp(`<html[^>]*lang="${lang}"`));
			assert.match(text(s.page.text), says);
		});
	it('of the other service says what hangs on two answers', async () => {
		await v.go('/tjenester/redusert-foreldrebetaling/skjema');
		assert.match(text(v.page.text), /Svar bare hvis du svarte «Ja, med ektefelle eller registrert partner» på «[^»]*», eller du svarte «Ja, med samboer» på «[^»]*», og du svarte «Ja»/);
	});
	it('of no service is not found', async () => assert.equal((await v.go('/tjenester/finnes-ikke/skjema')).status, 404));
});
