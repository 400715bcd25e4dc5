/*
 * helper.mjs - a visitor with a real browser, whose every page is judged
 *
 *   const v = await visitor({ js: false, width: 360 });
 *   await v.go('/');                            opens, and judges
 *   await v.menu('Brev');                       from the main menu
 *   await v.click('button', 'Neste');           follows what comes, and judges
 *   await v.close();                            fails on anything the judges found
 *
 * Judged: axe (WCAG 2.2 A and AA) on what is shown; vnu on the HTML as it was served (once, in
 * close); the browser's own complaints, among them what the Content-Security-Policy stopped; a page
 * wider than the window.  SKRANKE_SHOTS=DIR keeps a picture of each page at 360 and 1280 wide.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { base } from '../harness/stack.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const axeSource = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');
const vnu = join(here, 'node_modules/vnu-jar/build/dist/vnu.jar');
const shots = process.env.SKRANKE_SHOTS;
/* The shell is the same engine without windows around it: half the work for each page. */
const chromiums = [process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

let browser;
async function launched() {
	browser ??= await chromium.launch({
		executablePath: chromiums.find(c => c && existsSync(c)),
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync'],
	});
	return browser;
}

export async function closeBrowser() {
	await browser?.close();
	browser = undefined;
}

/*
 * visitor - a new person at a new browser: no cookies, empty cache
 *
 * takes  js  false: JavaScript off     width, height  of the window     start  the site's address
 */
export async function visitor({ js = true, width = 1280, height = 900, start = base } = {}) {
	const context = await (await launched()).newContext({
		baseURL: start, javaScriptEnabled: js, viewport: { width, height }, locale: 'nb-NO', timezoneId: 'Europe/Oslo',
		reducedMotion: 'reduce',	/* what unfolds is judged as it stands */
	});
	context.setDefaultTimeout(10000);
	const seen = new Seen(context, await context.newPage(), { js, start });
	if (!js)
		await seen.twinOpen(await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' }));
	return seen;
}

class Seen {
	constructor(context, page, { js, start }) {
		Object.assign(this, { context, page, js, start, found: [], served: new Map(), judged: 0 });
		page.on('pageerror', e => this.found.push(`${page.url()}: script: ${e.message}`));
		page.on('console', m => {
			if (m.type() === 'error' && !this.judging && !/^Failed to load resource: the server responded with a status of/.test(m.text()))
				this.found.push(`${page.url()}: browser: ${m.text()}`);
		});
		page.on('response', r => this.keepServed(r));
	}

	async keepServed(response) {
		const type = response.request().resourceType();
		if (!['document', 'xhr', 'fetch'].includes(type) || new URL(response.url()).origin !== new URL(this.start).origin)
			return;
		const html = await response.text().catch(() => '');	/* a redirect has none */
		const whole = type === 'document' && /^text\/html/.test(response.headers()['content-type']);
		if (html && (whole || /^\s*<!doctype html/i.test(html)))
			this.served.set(createHash('sha256').update(html).digest('hex'), { url: response.url(), html });
	}

	async go(path) {
		const response = await this.page.goto(path, { waitUntil: 'load' });
		await this.judge();
		return response;
	}

	/* Press the button or link (by role and name as people hear it) and wait for the page that follows. */
	async click(role, name, { exact = true } = {}) {
		const target = typeof role === 'string' ? this.page.getByRole(role, { name, exact }) : role;
		await Promise.all([this.page.waitForEvent('load'), target.first().click()]);
		await this.judge();
	}

	/* Follow a link of the main menu, which opens by a button where the window is narrow. */
	async menu(name) {
		const open = this.page.getByRole('button', { name: /^Meny/ });
		if (await open.isVisible())
			await open.click();
		await this.click(this.page.getByRole('navigation', { name: 'Hovedmeny' }).getByRole('link', { name }));
	}

	/* At the login provider: be this person, by the name shown there. */
	async choose(name) {
		await Promise.all([this.page.waitForURL(u => u.href.startsWith(this.start)), this.page.getByRole('button', { name }).click()]);
		await this.page.waitForLoadState('load');
		await this.judge();
	}

	/* Wait until what was changed has been posted and what came back is in the page. */
	async settle() {
		if (!this.js)
			return;
		await this.page.waitForTimeout(400);		/* it waits a little before it posts */
		await this.page.waitForFunction(() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling'));
	}

	/* Judge the page as it stands; pages of others (the login provider) are not ours to judge. */
	async judge() {
		const url = this.page.url();
		if (!url.startsWith(this.start))
			return;
		this.judged++;
		const { violations, wide } = await this.inside(`(async () => {
			const r = await axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(TAGS)} }, resultTypes: ['violations'] });
			const e = document.scrollingElement;
			return { wide: e.scrollWidth - e.clientWidth, violations: r.violations.map(v => v.id + ': ' + v.help + ' '
				+ v.nodes.map(n => n.target.join(' ') + ' (' + n.failureSummary.replace(/\\s+/g, ' ') + ')').join('; ')) };
		})()`);
		this.found.push(...violations.map(x => `${url}: axe: ${x}`));
		if (wide > 0)
			this.found.push(`${url}: ${wide} px wider than the window`);
		if (shots)
			await this.picture();
	}

	/* Run the judge in the page by the debugger, which the page's CSP does not stop. */
	async inside(expression) {
		const page = this.js ? this.page : await this.twinPage();
		const cdp = await page.context().newCDPSession(page);
		const run = async e => {
			const r = await cdp.send('Runtime.evaluate', { expression: e, awaitPromise: true, returnByValue: true, allowUnsafeEvalBlockedByCSP: true });
			if (r.exceptionDetails)
				throw new Error(r.exceptionDetails.exception?.description ?? r.exceptionDetails.text);
			return r.result.value;
		};
		this.judging = true;
		try {
			await run(`${axeSource}; undefined`);
			return await run(expression);
		} finally {
			this.judging = false;
			await cdp.detach();
		}
	}

	/* axe needs JavaScript: what a page without it shows is opened once more, its scripts held back by CSP. */
	async twinOpen(context) {
		this.twin = await context.newPage();
		await this.twin.route(u => u.href === this.shown.url, r => r.fulfill({ contentType: 'text/html; charset=utf-8',
			body: this.shown.body, headers: { 'content-security-policy': "script-src 'none'" } }));
	}

	async twinPage() {
		this.shown = { url: this.page.url().replace(/#.*/, ''), body: await this.page.content() };
		await this.twin.goto(this.shown.url, { waitUntil: 'load' });
		return this.twin;
	}

	async picture() {
		mkdirSync(shots, { recursive: true });
		const { pathname } = new URL(this.page.url());
		const name = pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id').replace(/[^a-zæøå0-9]+/gi, '-').replace(/^-|-$/g, '') || 'forside';
		const before = this.page.viewportSize();
		for (const width of [360, 1280]) {
			await this.page.setViewportSize({ width, height: 900 });
			await this.page.screenshot({ path: join(shots, `${String(this.judged).padStart(2, '0')}-${name}-${width}${this.js ? '' : '-nojs'}.png`), fullPage: true });
		}
		await this.page.setViewportSize(before);
	}

	/* Everything the judges found so far, vnu among them; forgets it. */
	async complaints() {
		const all = [...this.found, ...await vnuComplaints([...this.served.values()])];
		this.found = [];
		this.served.clear();
		return all;
	}

	async close() {
		const all = await this.complaints();
		await this.context.close();
		await this.twin?.context().close();
		if (all.length)
			throw new Error(`the pages have faults:\n${all.join('\n')}`);
		if (this.judged === 0)
			throw new Error('no page was judged');
	}
}

/* Fill what has these labels on the page; a name in a list is one of several with that label. */
export async function answer(v, answers) {
	for (const [label, value] of Object.entries(answers)) {
		if (value === true)
			await v.page.getByLabel(label, { exact: false }).first().check();
		else if (value.startsWith('velg:'))
			await v.page.getByLabel(label, { exact: true }).first().selectOption({ index: Number(value.slice(5)) });
		else
			await v.page.getByLabel(label, { exact: false }).first().fill(value);
	}
}

export async function choose(v, question, option) {
	await v.page.getByRole('group', { name: question }).getByLabel(option, { exact: true }).check();
	await v.settle();
}

/* A line for each error.  tests/run.sh has a checker that stands ready; by hand it starts once for all pages. */
async function vnuComplaints(pages) {
	const messages = process.env.SKRANKE_VNU ? await vnuAsked(pages) : vnuStarted(pages);
	return messages.map(([{ url }, m]) => `${url}: vnu: line ${m.lastLine}: ${m.message}`);
}

async function vnuAsked(pages) {
	const said = [];
	for (const page of pages) {
		const answer = await fetch(`${process.env.SKRANKE_VNU}/?out=json&level=error`, {
			method: 'POST', body: page.html, headers: { 'content-type': 'text/html; charset=utf-8' } });
		if (!answer.ok)
			throw new Error(`the checker of HTML answered ${answer.status}`);
		said.push(...(await answer.json()).messages.map(m => [page, m]));
	}
	return said;
}

function vnuStarted(pages) {
	if (pages.length === 0)
		return [];
	const dir = mkdtempSync(join(tmpdir(), 'skranke-vnu-'));
	try {
		const files = pages.map((p, i) => join(dir, `${i}.html`));
		files.forEach((f, i) => writeFileSync(f, pages[i].html));
		const out = execFileSync('java', ['-Xss4m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', vnu, '--errors-only', '--stdout',
			'--exit-zero-always', '--format', 'json', ...files], { encoding: 'utf8', maxBuffer: 1 << 26 });
		return JSON.parse(out).messages.map(m => [pages[Number(/(\d+)\.html$/.exec(m.url)[1])], m]);
	} finally {
		rmSync(dir, { recursive: true });
	}
}

/*
 * transfer - what a first visit costs over the wire, as the browser counted it
 *
 * takes  cookies  of someone logged in (context.cookies()), or none
 * gives  bytes by kind (Document, Stylesheet, Script, Font, Image, Other) and their sum, total
 */
export async function transfer(path, { cookies = [], start = base, js = true } = {}) {
	const context = await (await launched()).newContext({ baseURL: start, javaScriptEnabled: js });
	await context.addCookies(cookies);
	const page = await context.newPage();
	const cdp = await context.newCDPSession(page);
	const kinds = new Map(), bytes = { total: 0 };
	await cdp.send('Network.enable');
	cdp.on('Network.responseReceived', e => kinds.set(e.requestId, e.type));
	cdp.on('Network.loadingFinished', e => {
		const kind = kinds.get(e.requestId) ?? 'Other';
		bytes[kind] = (bytes[kind] ?? 0) + e.encodedDataLength;
		bytes.total += e.encodedDataLength;
	});
	await page.goto(path, { waitUntil: 'networkidle' });
	await context.close();
	return bytes;
}
