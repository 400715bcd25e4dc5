/*
 * skranke.js - small comforts; every page works without it
 *
 * When htmx has put a part of the form in anew,
 * what was typed while the answer was on its way stays.  (The focus stays by htmx itself; when its
 * field is gone, htmx moves it to the error summary, which has autofocus.)
 * A page that is being sent by a button is not also sent by htmx.
 */
(() => {
	'use strict';
	const typed = new Map();

	document.addEventListener('input', e => e.target.id && typed.set(e.target.id, e.target));
	document.addEventListener('htmx:beforeSend', () => typed.clear());
	document.addEventListener('htmx:afterSwap', () => {
		for (const [id, old] of typed) {
			const now = document.getElementById(id);
			if (!now || now === old || now.type !== old.type)
				continue;
			if (old.type === 'checkbox' || old.type === 'radio')
				now.checked = old.checked;
			else
				now.value = old.value;
		}
	});
	document.addEventListener('submit', () => {
		const live = document.getElementById('skjema');
		if (live && window.htmx)
			window.htmx.trigger(live, 'htmx:abort');
	});
	/* A link in the error summary: to the field itself, also when it is a group. */
	document.addEventListener('click', e => {
		const a = e.target.closest && e.target.closest('.ds-error-summary a[href^="#"]');
		const at = a && document.getElementById(a.hash.slice(1));
		const field = at && (at.matches('input,select,textarea') ? at : at.querySelector('input,select,textarea,button'));
		if (!field)
			return;
		e.preventDefault();
		(field.closest('.ds-fieldset,.ds-field') || field).scrollIntoView({ block: 'start' });
		field.focus({ preventScroll: true });
	});
})();
