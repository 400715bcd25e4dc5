// prepare.mjs - make what the demo's login needs and does not yet have:
//   node prepare.mjs DIR        keys as JWK files in DIR, and DIR/login.json for login.fcgi (SKRANKE_LOGIN)
// PORT and OP_PORT say where the counter and the provider listen.  Keys are kept from one run to
// the next, so that a session from yesterday can still be logged out of today.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const dir = resolve(process.argv[2] ?? process.env.OP_KEYS ?? 'var/keys');
const opPort = Number(process.env.OP_PORT ?? 8081);

function write(name, value) {
  writeFileSync(join(dir, name), `${JSON.stringify(value, null, 1)}\n`, { mode: 0o600 });
  chmodSync(join(dir, name), 0o600);
}

function makeKey(name) {
  if (existsSync(join(dir, `${name}.jwk`))) return;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const head = { kid: `${name}-${randomUUID().slice(0, 8)}`, alg: 'RS256', use: 'sig' };
  write(`${name}.pub.jwk`, { ...publicKey.export({ format: 'jwk' }), ...head });
  write(`${name}.jwk`, { ...privateKey.export({ format: 'jwk' }), ...head });
}

function client(id, path, acr) {
  return {
    issuer: `http://localhost:${opPort}/${path}`,
    client_id: id,
    key_file: join(dir, `${id}.jwk`),
    scope: 'openid profile',
    acr,
  };
}

mkdirSync(dir, { recursive: true, mode: 0o700 });
for (const name of ['op-innbygger', 'op-ansatt', 'skranke-innbygger', 'skranke-ansatt']) makeKey(name);
write('login.json', {
  citizen: client('skranke-innbygger', 'innbygger', 'idporten-loa-substantial'),
  staff: client('skranke-ansatt', 'ansatt', 'idporten-loa-substantial'),
});
