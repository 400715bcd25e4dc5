// mail - the stand-ins of the transports behind one port: Maskinporten, SvarUt, an integrasjonspunkt
//
//   node mail.mjs DIR [PORT]    makes in DIR the keys, passwords and SvarUt's certificate, and transports.xml
//                               that points here; prints "port N" and ends with its stdin
//
// In transports.xml: municipality 9998 has svarut, 9999 eformidling; 9997 the first for paper, the other else.
// What they have seen and how they are made to misbehave: strict.mjs.
import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { eformidling } from './eformidling.mjs';
import { maskinporten } from './maskinporten.mjs';
import { Wrong, serve } from './strict.mjs';
import { svarut } from './svarut.mjs';

const dir = resolve(process.argv[2]), wanted = Number(process.argv[3] ?? 0);
const file = name => join(dir, name);
const secret = (name, text) => writeFileSync(file(name), text, { mode: 0o600 });

mkdirSync(dir, { recursive: true, mode: 0o700 });
const keys = ['first', 'next'].map(kid => {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	secret(`${kid}.jwk`, JSON.stringify(privateKey.export({ format: 'jwk' })));
	return { kid, publicKey: createPublicKey(privateKey) };
});
execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', file('svarut.key'), '-out', file('svarut.pem'),
	'-days', '2', '-subj', '/CN=SvarUt'], { stdio: 'ignore' });

const account = '3f2504e0-4f89-41d3-9a0c-0305e82c3301', integration = '8a2e4c1c-6a52-4b55-9b7e-5c8f1f7c0a11';
secret('svarut.password', 'hemmelig\n');
secret('eformidling.login', 'skranke:ogsaa-hemmelig\n');

function decrypt(bytes) {
	try {
		return execFileSync('openssl', ['cms', '-decrypt', '-inform', 'DER', '-inkey', file('svarut.key'), '-binary'],
		    { input: bytes, stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 1 << 26 });
	} catch {
		throw new Wrong('filer: is not encrypted for SvarUt');
	}
}

let at;
const gate = maskinporten({ audience: () => `${at}/maskinporten/`, client: 'skranke-test', keys,
	scopes: ['ks:fiks', 'krr:global/kontaktinformasjon.read', 'krr:global/digitalpost.read'] });
const post = serve([gate, svarut({ holds: gate.holds, account, integration, password: 'hemmelig', decrypt }),
	eformidling({ login: 'skranke:ogsaa-hemmelig', orgnr: '[0-9]{9}' })]);
post.listen(wanted, '127.0.0.1', () => {
	at = `http://127.0.0.1:${post.address().port}`;
	writeFileSync(file('transports.xml'), `<transports xmlns="urn:skranke:transports:1">
  <maskinporten id="ks" token="${at}/maskinporten/token" audience="${at}/maskinporten/" client="skranke-test"
      key="${file('first.jwk')}" kid="first" next-key="${file('next.jwk')}" next-kid="next"/>
  <transport kind="svarut" tenant="9998" url="${at}/svarut/api" account="${account}" maskinporten="ks"
      integration="${integration}" password="${file('svarut.password')}" certificate="${file('svarut.pem')}"/>
  <transport kind="eformidling" tenant="9999" url="${at}/eformidling" login="${file('eformidling.login')}"/>
  <transport kind="eformidling" tenant="9997" carries="digital" url="${at}/eformidling" login="${file('eformidling.login')}"/>
  <transport kind="svarut" tenant="9997" carries="print" url="${at}/svarut/api" account="${account}" maskinporten="ks"
      integration="${integration}" password="${file('svarut.password')}" level="3"/>
</transports>
`);
	console.log(`port ${post.address().port}`);
});
process.stdin.resume().on('end', () => process.exit(0));
