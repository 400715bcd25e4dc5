/*
 * einnsyn.mjs - eInnsyn's own schemas as judge of an answer
 *
 * SKRANKE_FORMATS, else ../shared/data beside the checkout, has einnsyn/einnsyn.openapi.yml.  Where it is not
 * there, judge is null, and the tests that would ask it say so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../harness/stack.mjs';

export const file = join(process.env.SKRANKE_FORMATS ?? join(root, '../shared/data'), 'einnsyn/einnsyn.openapi.yml');
export const judge = existsSync(file) ? await open() : null;

async function open() {
	const [{ default: Ajv }, { default: formats }, { parse }] = await Promise.all(['ajv', 'ajv-formats', 'yaml'].map(m => import(m)));
	const doc = parse(readFileSync(file, 'utf8'));
	const ajv = formats(new Ajv({ strict: false, allErrors: true }));
	ajv.addFormat('id', /^\S+$/);
	ajv.addSchema(doc, 'einnsyn');
	const schema = name => ajv.compile({ $ref: `einnsyn#/components/schemas/${name}.${name}` });
	const list = path => ajv.compile({ $ref: `einnsyn#/paths/~1${path}/get/responses/200/content/application~1json/schema` });

	/* Names that a schema has, its own and those it builds on. */
	const named = name => {
		const s = doc.components.schemas[name];
		return [...Object.keys(s.properties ?? {}), ...(s.allOf ?? []).flatMap(x => named(x.$ref.replace(/.*\//, '')))];
	};
	const strangers = v => Array.isArray(v) ? v.flatMap(strangers) : v === null || typeof v !== 'object' ? [] :
	    [...v.entity ? Object.keys(v).filter(k => !named(`${v.entity}.${v.entity}`).includes(k)).map(k => `${v.entity}.${k}`) : [],
		...Object.values(v).flatMap(strangers)];

	/* What is wrong with an answer: nothing, or sentences. */
	const wrong = (check, v) => [...check(v) ? [] : check.errors.map(e => `${e.instancePath} ${e.message}`), ...strangers(v)];
	return { object: v => wrong(schema(v.entity), v), list: (path, v) => wrong(list(path), v) };
}
