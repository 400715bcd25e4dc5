/*
 * skranke.js - small comforts on the pages of an application; every page works without it
 *
 * When htmx has put a part of the form in anew, what was typed while the answer was on its way stays.
 * (The focus stays by htmx itself; when its field is gone, htmx moves it to the error summary, which
 * has autofocus.)  A button that is pressed while an answer is on its way waits for it, so that the two never
 * overtake each other; after it nothing more is sent in the background.
 *
 * While files are sent, the progress bar beside their field is shown, and one of the form's sentences
 * (data-says) at a time.
 */
(() => {
	'use strict';
	const typed = new Map();
	const later = [];
	let busy = false, leaving = false, waiting = null;

	document.addEventListener('input', e => e.target.id && typed.set(e.target.id, e.target));

	document.addEventListener('htmx:beforeRequest', e => {
		if (leaving) {
			e.preventDefault();
			return;
		}
		busy = true;
		typed.clear();
	});

	const chosen = () => [...document.querySelectorAll('.sk-upload input[type=file]')].filter(i => i.files.length > 0);
	let sending = false;

	function say(what) {
		for (const p of document.querySelectorAll('[data-says]'))
			p.hidden = p.dataset.says !== what;
	}

	document.addEventListener('htmx:beforeSend', () => {
		sending = chosen().length > 0;
		say(sending ? 'sending' : '');
	});

	document.addEventListener('htmx:xhr:progress', e => {
		for (const input of sending ? chosen() : []) {
			const box = input.closest('.sk-upload').querySelector('[data-sending]'), bar = box.querySelector('progress');
			box.hidden = false;
			if (e.detail.lengthComputable && e.detail.loaded < e.detail.total)
				bar.value = 100 * e.detail.loaded / e.detail.total;
			else
				bar.removeAttribute('value');
		}
		if (sending && e.detail.lengthComputable && e.detail.loaded === e.detail.total)
			say('scanning');
	});

	/* Nothing came that could be put in: the files are still chosen, and can be sent again. */
	function failed() {
		for (const box of document.querySelectorAll('[data-sending]'))
			box.hidden = true;
		say('failed');
	}

	document.addEventListener('htmx:afterSwap', e => {
		if (sending)
			say(e.detail.xhr.status === 200 ? 'done' : '');
		sending = false;
		for (const [id, old] of typed) {
			const now = document.getElementById(id);
			if (!now || now === old || now.type !== old.type)
				continue;
			if (old.type === 'checkbox' || old.type === 'radio')
				now.checked = old.checked;
			else if (old.type === 'file')
				now.files = old.files;
			else
				retype(now, old);
		}
	});

	/* The caret is where it was; words that were not searched for yet are, once the box listens. */
	function retype(now, old) {
		const [from, to] = [old.selectionStart, old.selectionEnd];
		if (now.type === 'search' && now.value !== old.value)
			later.push(now);
		now.value = old.value;
		if (document.activeElement === now && from !== null)
			now.setSelectionRange(from, to);
	}

	/* The new form listens first now: files that were chosen before it did are still to be sent. */
	document.addEventListener('htmx:afterSettle', () => {
		for (const box of later.splice(0))
			box.dispatchEvent(new Event('input', { bubbles: true }));
		for (const input of chosen())
			input.dispatchEvent(new Event('change', { bubbles: true }));
	});

	document.addEventListener('htmx:afterRequest', () => {
		busy = false;
		if (sending)
			failed();
		if (!waiting)
			return;
		const { form, name, value } = waiting;
		waiting = null;
		const again = [...form.elements].find(b => b.type === 'submit' && b.name === name && b.value === value);
		form.requestSubmit(again);
	});

	document.addEventListener('submit', e => {
		const button = e.submitter;
		if (!busy) {
			leaving = true;
			return;
		}
		e.preventDefault();
		waiting = { form: e.target, name: button ? button.name : '', value: button ? button.value : '' };
	});

	/* Back to a page that the browser kept as it was. */
	window.addEventListener('pageshow', () => {
		leaving = false;
	});
})();
