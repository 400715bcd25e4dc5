/*
 * build.mjs - put together what browsers fetch from /static/
 *
 * takes    templates/theme (skranke.css, skranke.js, *.svg), the packages of package-lock.json
 *          out     the folder to fill, build/static when not given
 * gives    skranke.css: the parts of Designsystemet that our templates name, their theme, our own rules
 *          kart.css, kart.js: Leaflet and ours, for pages with a map to draw in
 *          skranke.js, htmx.min.js, inter.woff2, inter-ext.woff2, *.svg, LICENSES.txt; a .gz beside each that shrinks;
 *          VERSION: hash of it all, for ?v= in addresses
 * fails    with a message when a template names a ds- class that Designsystemet does not have, or
 *          when the style sheet has grown past its limit
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { cssDropUnusedVars, cssParse, cssPrint, cssPrune } from './css.mjs';

const CSS_MAX_GZ_BYTES = 16 * 1024;
const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const out = resolve(process.argv[2] ?? join(root, 'build/static'));
const modules = join(here, 'node_modules');
const ds = join(modules, '@digdir/designsystemet-css/dist');
const theme = join(root, 'templates/theme');

function filesBelow(dir, ends) {
	return readdirSync(dir, { withFileTypes: true }).flatMap(e => e.isDirectory()
		? filesBelow(join(dir, e.name), ends)
		: ends.some(x => e.name.endsWith(x)) ? [join(dir, e.name)] : []);
}

/* Every ds- class that a template, form.xsl or a letter sheet names. */
function classesUsed() {
	const used = new Set();
	for (const f of filesBelow(join(root, 'templates'), ['.xml', '.xsl', '.css']))
		for (const m of readFileSync(f, 'utf8').matchAll(/(?<![-\w])ds-[a-z][a-z-]*[a-z]\b/g))
			used.add(m[0]);
	return used;
}

/* Parts of Designsystemet that plain forms have no use for. */
const UNUSED = [
	/\[role=switch\]/, /u-summary(?!\))/, /:click-delegate/, /data-clickdelegatefor/, /:dir\(rtl\)/,
	/data-color=brand/, /\[data-color-scheme=(dark|auto)\]/, /:-moz-read-only/, /::-moz-placeholder/,
	/indeterminate(?!:where)/, /\[aria-sort/, /data-zebra/, /data-sticky/, /data-hover/, /data-fullwidth/,
	/data-icon\]/, /aria-busy/, /data-position=end/, /data-field=counter/, /data-variant=(long|short)\]/,
	/data-size=(xl|"2xl")\]/, /ds-table>caption/, /^(?!.*tbody).*tfoot/, /type=date/,
];

function keepSelector(used) {
	return s => {
		const bare = s.replace(/:not\((?:[^()]|\([^()]*\))*\)/g, '');
		for (const m of bare.matchAll(/\.(ds-[a-z-]*[a-z])/g))
			if (!used.has(m[1]) && !/:is\(/.test(bare))
				return false;
		return !UNUSED.some(re => re.test(bare));
	};
}

function keepRule(rule) {
	return !/^@layer ds\.theme\.(color-scheme\.dark|typography\.secondary)|prefers-color-scheme/.test(rule);
}

function designsystemet(used) {
	const parts = readdirSync(join(ds, 'src')).filter(f => f.endsWith('.css') && f !== 'index.css');
	const has = f => used.has('ds-' + f.replace('.css', ''));
	const known = readFileSync(join(ds, 'src/index.css'), 'utf8');
	for (const c of used)
		if (!known.includes('.' + c))
			throw new Error(`a template names ${c}, which Designsystemet does not have`);
	const layer = (name, file) => `@layer ds.${name}{${readFileSync(join(ds, 'src', file), 'utf8')}}`;
	return '@layer ds.theme,ds.base,ds.components;' +
		readFileSync(join(ds, 'theme/designsystemet.css'), 'utf8') +
		layer('base', 'base.css') + layer('base', 'data-size-workaround.css') +
		parts.filter(has).map(f => layer('components', f)).join('');
}

/* Their accent colours go: each municipality's palette, in skranke.css, brings its own. */
function themeWithoutAccent(nodes) {
	return nodes.map(n => n.rule ? { rule: n.rule, body: themeWithoutAccent(n.body) } : n)
		.filter(n => !/^--ds-color-(accent|brand\d)-/.test(n.decl ?? ''));
}

function styleSheet() {
	const used = classesUsed();
	const theirs = cssPrune(themeWithoutAccent(cssParse(designsystemet(used))), keepSelector(used), keepRule);
	const ours = cssParse(readFileSync(join(theme, 'skranke.css'), 'utf8'));
	return cssPrint(cssDropUnusedVars([...theirs, ...ours]));
}

function licences() {
	const from = { 'Designsystemet': '@digdir/designsystemet-css', 'Inter': '@fontsource-variable/inter', 'htmx': 'htmx.org', 'Leaflet': 'leaflet' };
	return Object.entries(from).map(([name, dir]) =>
		`${name}\n\n${readFileSync(join(modules, dir, 'LICENSE'), 'utf8').trim()}\n`).join('\n\n');
}

/* Its pictures (of markers and layers) are not used, and nothing is fetched for them. */
function mapSheet() {
	const leaflet = readFileSync(join(modules, 'leaflet/dist/leaflet.css'), 'utf8');
	const plain = cssPrune(cssParse(leaflet), s => !/leaflet-(control-layers|popup|vml|retina|zoom-box|default-icon)|lvml/.test(s));
	const sheet = cssPrint([...plain, ...cssParse(readFileSync(join(theme, 'kart.css'), 'utf8'))]);
	if (/url\(/.test(sheet))
		throw new Error('kart.css fetches a picture');
	return sheet;
}

function script(text) {
	return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s+/gm, '');
}

const files = {
	'skranke.css': styleSheet(),
	'skranke.js': script(readFileSync(join(theme, 'skranke.js'), 'utf8')),
	'kart.css': mapSheet(),
	'kart.js': readFileSync(join(modules, 'leaflet/dist/leaflet.js'), 'utf8').replace(/\n\/\/# sourceMappingURL.*/, '') + '\n' +
		script(readFileSync(join(theme, 'kart.js'), 'utf8')),
	'htmx.min.js': readFileSync(join(modules, 'htmx.org/dist/htmx.min.js')),
	'inter.woff2': readFileSync(join(modules, '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')),
	'inter-ext.woff2': readFileSync(join(modules, '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2')),
	'LICENSES.txt': licences(),
};
for (const f of filesBelow(theme, ['.svg']))
	files[f.slice(f.lastIndexOf('/') + 1)] = readFileSync(f);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const all = createHash('sha256');
for (const [name, content] of Object.entries(files).sort()) {
	writeFileSync(join(out, name), content);
	if (!name.endsWith('.woff2'))
		writeFileSync(join(out, name + '.gz'), gzipSync(content, { level: 9 }));
	all.update(name).update(content);
}
writeFileSync(join(out, 'VERSION'), all.digest('hex').slice(0, 12) + '\n');

const gz = gzipSync(files['skranke.css'], { level: 9 }).length;
console.log(`look skranke.css ${files['skranke.css'].length} bytes, ${gz} gzipped`);
if (gz > CSS_MAX_GZ_BYTES)
	throw new Error(`skranke.css is ${gz} bytes gzipped, more than ${CSS_MAX_GZ_BYTES}`);
