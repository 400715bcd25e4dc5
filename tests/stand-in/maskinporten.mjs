// maskinporten - stands in for Maskinporten's token endpoint: a JWT grant is good once, for a short while
//
// maskinporten({ audience(), client, keys: [{ kid, publicKey }], scopes }) has holds(header, scope) for those
// whose tokens it gives out; /-/progress {"who": "maskinporten"} makes all of them void.
// its own ways to misbehave: "refuse-key" (ms: how many of the keys, the first ones), "clock-off" (ms: how far
// ours is from theirs), "short" (ms: the token's life in s), "expired" (the token is no good from the start)
import { createVerify, randomBytes } from 'node:crypto';

import { Wrong, headers, json, must, only, parameters } from './strict.mjs';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const part = (s, what) => json(Buffer.from(s ?? '', 'base64url'), what);

export function maskinporten({ audience, client, keys, scopes }) {
	const tokens = new Map(), used = new Set();
	let given = [];

	function grant(call) {
		headers(call, ['content-type']);
		parameters(call, []);
		must(call.headers['content-type'] === 'application/x-www-form-urlencoded', 'token: content type');
		const form = new URLSearchParams(call.body.toString());
		only(Object.fromEntries(form), ['grant_type', 'assertion'], 'token');
		must([...form].length === 2 && form.get('grant_type') === GRANT, 'token: grant_type');
		const [h, p, s, more] = form.get('assertion').split('.'), head = part(h, 'head'), claims = part(p, 'claims');
		must(s && more === undefined, 'assertion: three parts');
		only(head, ['alg', 'kid', 'typ'], 'head');
		must(head.alg === 'RS256', 'head: alg');
		only(claims, ['aud', 'iss', 'scope', 'iat', 'exp', 'jti', 'resource', 'pid', 'consumer_org', 'iss_onbehalfof'], 'claims');
		return { h, p, s, head, claims };
	}

	const no = (error, error_description) => ({ status: 400, json: { error, error_description } });

	function judge(call, { h, p, s, head, claims }) {
		const clock = Date.now() + (call.how === 'clock-off' ? call.ms : 0), now = clock / 1000;
		const known = keys.findIndex(k => k.kid === head.kid);
		if (known < 0 || (call.how === 'refuse-key' && known < call.ms))
			return no('invalid_client', 'Client authentication failed. Unknown key');
		if (!createVerify('RSA-SHA256').update(`${h}.${p}`).verify(keys[known].publicKey, s, 'base64url'))
			return no('invalid_grant', 'Invalid assertion. Client authentication failed. Invalid JWT signature');
		if (claims.aud !== audience() || claims.iss !== client)
			return no('invalid_grant', 'Invalid assertion. aud or iss');
		if (!Number.isInteger(claims.iat) || !Number.isInteger(claims.exp) || Math.abs(claims.iat - now) > 10
		    || claims.exp - claims.iat > 120 || claims.exp <= now)
			return { ...no('invalid_grant', 'Invalid assertion. iat or exp'), date: clock };
		if (typeof claims.jti !== 'string' || used.has(claims.jti))
			return no('invalid_grant', 'Invalid assertion. jti has been used');
		if (!claims.scope || claims.scope.split(' ').some(x => !scopes.includes(x)))
			return no('invalid_scope', 'Invalid scope');
		used.add(claims.jti);
		return null;
	}

	function take(call) {
		must(call.path === '/token' && call.method === 'POST', `${call.method} ${call.path}: no such call`);
		const g = grant(call), refused = judge(call, g), life = call.how === 'short' ? call.ms : 120;
		if (refused) return refused;
		const token = randomBytes(200).toString('base64url');
		tokens.set(token, { scope: g.claims.scope, until: call.how === 'expired' ? 0 : Date.now() + life * 1000 });
		given.push({ kid: g.head.kid, scope: g.claims.scope });
		return { status: 200, json: { access_token: token, token_type: 'Bearer', expires_in: life, scope: g.claims.scope } };
	}

	return {
		name: 'maskinporten', step: () => 'token', take,
		holds(header, scope) {
			const t = tokens.get(/^Bearer (.+)$/.exec(header ?? '')?.[1]);
			return t !== undefined && t.until > Date.now() && t.scope.split(' ').includes(scope);
		},
		seen: () => ({ given }),
		forget: () => { given = []; },
		progress: () => tokens.clear(),
	};
}
