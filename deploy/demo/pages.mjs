// pages.mjs - what the demo's login provider shows to people.  Plain HTML that works without JavaScript.

const escape = (s) => String(s).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const style = `
body { font: 1.125rem/1.5 system-ui, sans-serif; color: #1e2b3c; background: #fff; margin: 0 auto; padding: 1rem; max-width: 40rem }
button { font: inherit; display: block; width: 100%; text-align: left; margin: .5rem 0; padding: .75rem 1rem; border: 2px solid #0d5b83; border-radius: .5rem; background: #fff; color: #0a3f5c; cursor: pointer }
button:hover { background: #e8f2f8 } :focus-visible { outline: 3px solid #1e2b3c; outline-offset: 3px }
button span { display: block; font-size: 1rem; color: #3a4a5c } fieldset { border: 1px solid #68778a; margin: 1.5rem 0 } label { display: block; padding: .4rem 0 }
h1 { font-size: 1.75rem; line-height: 1.25; margin: .25rem 0 1rem } p { margin: .5rem 0 }
iframe { border: 0; width: 1px; height: 1px; position: absolute; left: -10px }`;

const page = (title, body) => `<!doctype html>
<html lang="nb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escape(title)} – Test-ID</title>
<style>${style}</style>
</head>
<body>
<main>
<p>Test-ID</p>
<h1>${escape(title)}</h1>
${body}
</main>
</body>
</html>
`;

const LEVELS = [
  ['idporten-loa-high', 'Høyt'],
  ['idporten-loa-substantial', 'Betydelig'],
  ['idporten-loa-low', 'Lavt (for å prøve hva som skjer når det er for lavt)'],
];

/* people: [{ id, name, about }]; asked: the level the counter asks for */
export function choosePage(people, asked) {
  const level = ([acr, words]) => `<label><input type="radio" name="acr" value="${acr}"${acr === asked ? ' checked' : ''}> ${escape(words)}</label>`;
  const person = (p) => `<button name="person" value="${escape(p.id)}">${escape(p.name)} <span>${escape(p.about)}</span></button>`;
  return page('Velg hvem du vil logge inn som', `<p>Denne innloggingen er bare til utprøving. Personene er oppdiktet.</p>
<form method="post">
<fieldset>
<legend>Sikkerhetsnivå</legend>
${LEVELS.map(level).join('\n')}
</fieldset>
${people.map(person).join('\n')}
<button name="error" value="access_denied">Avbryt <span>Gå tilbake uten å logge inn</span></button>
</form>`);
}

/* Tells each counter in an iframe that the session is over (OpenID Connect Front-Channel Logout 1.0); goes on
   when all have been loaded, or by the link where there is no JavaScript. */
export function loggedOutPage(frames, next) {
  const frame = (src) => `<iframe src="${escape(src)}" title="Avslutter økten hos kommunen"></iframe>`;
  const on = next ? `<p><a href="${escape(next)}">Gå videre</a></p>` : '<p>Du kan lukke vinduet.</p>';
  const script = next ? "<script>addEventListener('load', () => location.replace(document.querySelector('main a').href))</script>" : '';
  return page('Du er logget ut', `<p>Test-ID har avsluttet økten din.</p>\n${on}\n${frames.map(frame).join('\n')}\n${script}`);
}

export const confirmPage = (form) => page('Vil du logge ut?', form.replace('</form>', '<button name="logout" value="yes">Logg ut</button></form>'));

export const errorPage = (text) => page('Innloggingen stoppet', `<p>${escape(text)}</p><p>Gå tilbake til kommunens nettsted og prøv igjen.</p>`);
