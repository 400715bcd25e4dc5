/* files.mjs - files as a browser sends them, and an application whose page asks for them */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { formsOf } from '../harness/http.mjs';
import { base, sql } from '../harness/stack.mjs';
import { begin, main, pageForm } from './apply.mjs';

/* Split, so that no scanner takes this file for what it looks for. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS', '-TEST-FILE!$H+H*'].join('');

/* A PDF of about so many bytes, different each time unless `seed` says which. */
export function pdf(bytes = 600, seed = randomBytes(16).toString('hex')) {
	const head = `%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% ${seed}\n`, tail = '\ntrailer<</Root 1 0 R>>\n%%EOF\n';
	const fill = Buffer.alloc(Math.max(0, bytes - head.length - tail.length), 'a line of a document\n');
	return Buffer.concat([Buffer.from(head), fill, Buffer.from(tail)]);
}
export const infected = () => Buffer.concat([pdf(), Buffer.from(EICAR)]);
export const png = () => Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'), randomBytes(40)]);
export const zip = () => Buffer.concat([Buffer.from('504b03040a0000000000', 'hex'), randomBytes(60)]);

/* A body of multipart/form-data: fields first, then files as [field, filename, bytes, type]. */
export function multipart(fields, files = []) {
	const boundary = `----${randomBytes(12).toString('hex')}`, name = s => s.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
	const parts = fields.map(([k, v]) => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name(k)}"\r\n\r\n${v}\r\n`));
	for (const [k, filename, bytes, type = 'application/octet-stream'] of files)
		parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name(k)}"; filename="${name(filename)}"\r\n`
		    + `Content-Type: ${type}\r\n\r\n`), bytes, Buffer.from('\r\n'));
	parts.push(Buffer.from(`--${boundary}--\r\n`));
	return { body: Buffer.concat(parts), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

/* What a browser would send of the page one is at, changed by values, with files. */
export function filled(v, values = {}, files = [], button = 'oppdater') {
	const kept = pageForm(v).fields.filter(([k]) => !(k in values) && k !== 'dokumentasjon');
	return multipart([...kept, ...Object.entries(values), ['handling', button]], files);
}

/* Send files from the page one is at; as [filename, bytes]. */
export function attach(v, files, { values = {}, button = 'oppdater', url = v.page.url } = {}) {
	const { body, headers } = filled(v, values, files.map(([name, bytes]) => ['dokumentasjon', name, bytes]), button);
	return v.go(url, { body, headers }, 'POST');
}

/* Log in, begin, and come to the page that asks for files. */
export async function asked(person = 'kari', site) {
	const v = await begin(person, site);
	await v.go(`${v.draft}/prioritet`);
	const { body, headers } = filled(v, { prioritet: 'ja' });
	await v.go(`${v.draft}/prioritet`, { body, headers }, 'POST');
	return v;
}

/* The files a page lists: name, and the address where it has one. */
export function listed(html) {
	const lists = [...html.matchAll(/<ul class="sk-files">([\s\S]*?)<\/ul>/g)].map(m => m[1]).join('');
	const unescape = s => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;|&apos;/g, "'").replace(/&amp;/g, '&');
	return [...lists.matchAll(/<li>\s*<span>([\s\S]*?)<\/li>/g)].map(([, li]) => {
		const a = /^\s*<a[^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/.exec(li), plain = /^\s*([^<]*?)\s*</.exec(li);
		return { name: unescape(a ? a[2] : plain[1]), href: a?.[1], waiting: /virussjekk/.test(li), infected: /Slettet/.test(li),
			button: /value="(fjern-fil:[^"]*)"/.exec(li)?.[1] };
	});
}

/* The applicant sends files in the case. */
export async function sends(v, files) {
	await v.go(`${base}/mine-saker/${v.ref}/ettersend`);
	const form = formsOf(v.page.text).find(f => f.action.includes('/ettersend'));
	const { body, headers } = multipart([...form.fields.filter(([k]) => k !== 'filer' && k !== 'tekst'), ['tekst', 'Her er filene.'], ['handling', 'send']],
		files.map(([name, bytes]) => ['filer', name, bytes]));
	const sent = await v.go(form.action, { body, headers }, 'POST');
	assert.match(main(sent.text).replace(/<[^>]*>/g, ' '), /det er sendt/);
	return sent;
}

/* A file in a case, as if somebody had sent it with the application. */
export function fileIn(ref, name = 'uttalelse.txt', text = `en annens helse ${Math.random()}`) {
	return sql(`WITH c AS (SELECT * FROM case_file WHERE ref = '${ref}'), b AS (INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at)
	    SELECT tenant_id, encode(sha256('${text}'), 'hex'), ${text.length}, 'text/plain', 'clean', now() FROM c RETURNING *),
	p AS (INSERT INTO blob_piece (tenant_id, sha256, n, bytes) SELECT tenant_id, sha256, 0, '${text}' FROM b)
	INSERT INTO attachment (id, tenant_id, person_id, case_id, sha256, name)
	SELECT gen_random_uuid(), c.tenant_id, c.person_id, c.id, b.sha256, '${name}' FROM c, b RETURNING id`)[0][0];
}
