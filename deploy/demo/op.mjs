// op.mjs - the demo's and the tests' login provider: the certified npm oidc-provider in ID-porten's shape
//
//   node prepare.mjs DIR && OP_KEYS=DIR node op.mjs          PORT=8080 (the counter) OP_PORT=8081 (here)
//
// Two issuers, as in life: citizens log in at /innbygger, the municipality's staff at /ansatt.  Each
// has one client (private_key_jwt, PKCE S256).  The page «Test-ID» lists the people of people.json:
// choose one, a lower level, or cancel.  By curl: follow the redirects with a cookie jar, then
// -d person=kari [-d acr=idporten-loa-low] or -d error=access_denied to the page's own address.
//
// Logout: RP-initiated; the page that follows loads each client's front-channel address in an
// iframe with iss and sid, as ID-porten does.  (oidc-provider itself has no front channel.)
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { Provider, interactionPolicy } from 'oidc-provider';

import { choosePage, confirmPage, errorPage, loggedOutPage } from './pages.mjs';

const port = Number(process.env.PORT ?? 8080);
const opPort = Number(process.env.OP_PORT ?? 8081);
const keys = process.env.OP_KEYS ?? 'var/keys';
const counters = [`http://localhost:${port}`, `http://nabo.localhost:${port}`];
const ACR = ['idporten-loa-low', 'idporten-loa-substantial', 'idporten-loa-high'];

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const people = readJson(new URL('people.json', import.meta.url));
const citizens = people.citizens.map((p) => ({ ...p, claims: {
  pid: p.pid, name: p.name, locale: p.language, email: p.email, phone_number: p.phone, graded: p.graded,
} }));
const staff = people.staff.map((p) => ({ ...p, id: p.sub, claims: { pid: p.pid, name: p.name } }));

async function readForm(req) {
  let text = '';
  for await (const piece of req) {
    text += piece;
    if (text.length > 10000) throw new Error('form too large');
  }
  return new URLSearchParams(text);
}

/* A session at a lower level than is asked for now must log in again (step up). */
function policyWithStepUp() {
  const policy = interactionPolicy.base();
  policy.get('login').checks.add(new interactionPolicy.Check('acr', 'a higher level is asked for', ({ oidc }) => {
    const asked = ACR.indexOf(oidc.params.acr_values?.split(' ')[0]);
    return !oidc.result?.login && asked > ACR.indexOf(oidc.session.acr);
  }));
  policy.remove('consent');
  return policy;
}

/* name: innbygger or ansatt; base: where the client's login pages lie at the counter */
function makeProvider(name, base, persons) {
  const issuer = `http://localhost:${opPort}/${name}`;
  const clientId = `skranke-${name}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: clientId,
      redirect_uris: counters.map((c) => `${c}${base}/logginn/retur`),
      post_logout_redirect_uris: counters.map((c) => `${c}${base}/loggut/retur`),
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'RS256',
      id_token_signed_response_alg: 'RS256',
      jwks: { keys: [readJson(join(keys, `${clientId}.pub.jwk`))] },
    }],
    jwks: { keys: [readJson(join(keys, `op-${name}.jwk`))] },
    pkce: { required: () => true },
    acrValues: ACR,
    claims: { openid: ['sub', 'pid', 'acr', 'amr', 'locale'], profile: ['name', 'email', 'phone_number', 'graded'], sid: null },
    conformIdTokenClaims: false,
    findAccount: (ctx, id) => {
      const p = persons.find((q) => q.id === id);
      return p && { accountId: id, claims: () => ({ sub: id, ...p.claims }) };
    },
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    interactions: { url: (ctx, i) => `/${name}/velg/${i.uid}`, policy: policyWithStepUp() },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => logOut(ctx, form, issuer, base),
        postLogoutSuccessSource: (ctx) => { ctx.body = loggedOutPage([], null); },
      },
    },
    renderError: (ctx, out) => { ctx.type = 'html'; ctx.body = errorPage(out.error_description ?? out.error); },
    cookies: {
      keys: [randomBytes(32).toString('hex')],
      names: { session: `_okt_${name}`, interaction: `_valg_${name}`, resume: `_videre_${name}` },
    },
    ttl: { Session: 7200, Interaction: 600, Grant: 7200, IdToken: 120, AccessToken: 120, AuthorizationCode: 60 },
  });

  provider.Client.prototype.includeSid = () => true;	// as a client with a registered front channel
  provider.use((ctx, next) => choose(provider, persons, ctx, next));
  provider.use(logOutOfNothing);
  provider.on('server_error', (ctx, e) => console.error(e));
  provider.on('grant.error', (ctx, e) => console.error('grant refused:', e.error_description, e.error_detail ?? ''));
  return provider.callback();
}

/* The page where one chooses who to be. */
async function choose(provider, persons, ctx, next) {
  if (!ctx.path.startsWith('/velg/')) return next();
  const { params } = await provider.interactionDetails(ctx.req, ctx.res);
  const asked = params.acr_values?.split(' ')[0] ?? 'idporten-loa-substantial';
  const form = ctx.method === 'POST' ? await readForm(ctx.req) : new URLSearchParams();
  const person = persons.find((p) => p.id === form.get('person'));
  const error = form.get('error');

  ctx.set('cache-control', 'no-store');
  if (!person && !error) {
    ctx.type = 'html';
    ctx.body = choosePage(persons, asked);
    return undefined;
  }
  ctx.respond = false;
  return provider.interactionFinished(ctx.req, ctx.res, error ? { error, error_description: 'ended by the user' }
    : { login: { accountId: person.id, acr: form.get('acr') ?? asked, amr: ['TestID'] } });
}

/* End the session here and tell every client in it; a request without a token of ours is asked first. */
async function logOut(ctx, form, issuer, base) {
  const { session, entities, params } = ctx.oidc;
  if (!entities.IdTokenHint) {
    ctx.body = confirmPage(form);
    return;
  }
  const frames = Object.values(session.authorizations ?? {}).filter((a) => a.sid).map(({ sid }) => `${counters[0]}${base}/loggut/frontkanal?${new URLSearchParams({ iss: issuer, sid })}`);
  await session.destroy();
  ctx.body = loggedOutPage(frames, withState(params));
}

function withState({ post_logout_redirect_uri: uri, state }) {
  if (!uri || !state) return uri;
  const url = new URL(uri);
  url.searchParams.set('state', state);
  return url.href;
}

/* Someone whose session is already over here goes straight back. */
async function logOutOfNothing(ctx, next) {
  await next();
  const { oidc } = ctx;
  if (oidc?.route === 'end_session' && ctx.status === 200 && !oidc.session?.accountId && !oidc.session?.destroyed
      && oidc.params?.post_logout_redirect_uri) {
    ctx.body = null;
    ctx.status = 303;
    ctx.redirect(withState(oidc.params));
  }
}

const providers = {
  innbygger: makeProvider('innbygger', '', citizens),
  ansatt: makeProvider('ansatt', '/saksbehandling', staff),
};

const server = createServer((req, res) => {
  const name = req.url.split('/')[1]?.split('?')[0];
  if (!Object.hasOwn(providers, name)) {
    res.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end(errorPage('Her er det ingen side.'));
    return;
  }
  req.originalUrl = req.url;	// tells the provider the path it is mounted at
  req.url = req.url.slice(name.length + 1) || '/';
  providers[name](req, res);
});
server.listen(opPort, '127.0.0.1', () => console.log(`ready http://localhost:${opPort}`));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => { server.close(); server.closeAllConnections(); });
