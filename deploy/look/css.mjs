/*
 * css.mjs - just enough CSS to put a style sheet together from parts
 *
 * cssParse(text)   -> nodes: {rule: prelude, body: nodes} | {decl: "name:value"} | {at: "@import …"}
 * cssPrune(nodes, keepSelector, keepRule)   leaves out selectors, then rules without any left
 * cssDropUnusedVars(nodes)   leaves out custom properties that no value reads, until none is left
 * cssPrint(nodes)  -> text without comments and needless space
 *
 * Understands strings, comments, parentheses and nesting; judges nothing else.
 */
const spaces = s => s.replace(/\s+/g, ' ').trim();

/* One statement from i: text up to ; { or } outside strings and parentheses. */
function take(css, i) {
	let text = '', depth = 0;
	for (; i < css.length; i++) {
		const c = css[i];
		if (css.startsWith('/*', i)) {
			i = css.indexOf('*/', i) + 1;
		} else if (c === '"' || c === "'") {
			let end = i + 1;
			while (css[end] !== c)
				end += css[end] === '\\' ? 2 : 1;
			text += css.slice(i, end + 1);
			i = end;
		} else if (c === '\\') {
			text += c + css[++i];
		} else if (depth === 0 && (c === ';' || c === '{' || c === '}')) {
			return { text, stop: c, next: i + 1 };
		} else {
			depth += c === '(' ? 1 : c === ')' ? -1 : 0;
			text += c;
		}
	}
	return { text, stop: '', next: i };
}

function parseBody(css, from) {
	const nodes = [];
	let i = from;
	for (;;) {
		const { text, stop, next } = take(css, i);
		const t = spaces(text);
		i = next;
		if (stop === '{') {
			const inner = parseBody(css, i);
			nodes.push({ rule: t, body: inner.nodes });
			i = inner.next;
			continue;
		}
		if (t)
			nodes.push(t[0] === '@' ? { at: t } : { decl: tightDecl(t) });
		if (stop !== ';')
			return { nodes, next: i };
	}
}

function tightDecl(t) {
	const colon = t.indexOf(':');
	return t.slice(0, colon).trim() + ':' + t.slice(colon + 1).trim().replace(/, (?![^"]*"$)/g, ',');
}

export function cssParse(css) {
	return parseBody(css, 0).nodes;
}

/* Splits a selector list at its own commas, not at those inside :is(…). */
export function selectors(prelude) {
	const out = [];
	let depth = 0, text = '';
	for (const c of prelude) {
		depth += c === '(' || c === '[' ? 1 : c === ')' || c === ']' ? -1 : 0;
		if (c === ',' && depth === 0) {
			out.push(text.trim());
			text = '';
		} else {
			text += c;
		}
	}
	return [...out, text.trim()];
}

export function cssPrune(nodes, keepSelector, keepRule = () => true) {
	const out = [];
	for (const n of nodes) {
		if (!n.rule) {
			out.push(n);
			continue;
		}
		if (!keepRule(n.rule))
			continue;
		let rule = n.rule;
		if (rule[0] !== '@') {
			rule = selectors(rule).filter(keepSelector).join(',');
			if (!rule)
				continue;
		}
		const still = rule.startsWith('@keyframes') || rule.startsWith('@font-face');
		const body = still ? n.body : cssPrune(n.body, keepSelector, keepRule);
		if (body.length)
			out.push({ rule, body });
	}
	return out;
}

function walk(nodes, see) {
	for (const n of nodes)
		n.rule ? walk(n.body, see) : see(n);
}

function dropDecls(nodes, drop) {
	return nodes
		.map(n => n.rule ? { rule: n.rule, body: dropDecls(n.body, drop) } : n)
		.filter(n => n.rule ? n.body.length : !drop(n));
}

export function cssDropUnusedVars(nodes) {
	for (;;) {
		const read = new Set();
		walk(nodes, n => {
			for (const m of (n.decl ?? '').matchAll(/var\(\s*(--[\w-]+)/g))
				read.add(m[1]);
		});
		let dropped = 0;
		nodes = dropDecls(nodes, n => {
			const name = n.decl?.startsWith('--') && n.decl.slice(0, n.decl.indexOf(':'));
			return name && !read.has(name) && ++dropped;
		});
		if (!dropped)
			return nodes;
	}
}

export function cssPrint(nodes) {
	return nodes.map(n => {
		if (n.rule)
			return n.rule.replace(/\s*([>,{])\s*/g, '$1') + '{' + cssPrint(n.body) + '}';
		return (n.at ?? n.decl) + ';';
	}).join('').replace(/;}/g, '}').replace(/;$/, m => m);
}
