/*
 * api.mjs - the public journal for machines, of a municipality with 100,000 entries, beside PostgreSQL alone
 *
 *   api_vs_db   a page of 100 entries from the middle, as JSON / the same rows by their keys; at most 3
 *
 * Our side judges each entry: what staff have said of it, whether the case is there, and whether anybody's address in it is
 * graded.  PostgreSQL's side reads the entries, their cases and those rows, and judges nothing (tests/bench/beside.mjs).
 *
 * The counter is the one of SKRANKE_STACK; by itself: SKRANKE_STACK=DIR node tests/bench/api.mjs
 */
import { base, sql, start, stop } from '../harness/stack.mjs';
import { compare } from './beside.mjs';

sql(`SET session_replication_role = replica;
    INSERT INTO journal_entry (tenant_id, year, n, case_id, case_ref, case_n, service, kind, document_on, journal_on, case_title, title,
	case_title_screened, party, screened, law)
    SELECT '9998', 2010 + g / 10000, g % 10000 + 1, md5('bench ' || g / 4)::uuid, 'BEN-2010-' || lpad((g / 4)::text, 6, '0'), g % 4 + 1, 'barnehageplass',
	CASE WHEN g % 3 = 0 THEN 'utgaaende_dokument' ELSE 'inngaaende_dokument' END, d, d, 'Garasje på 12/' || g, 'Søknad om garasje', 'Garasje på *****',
	NULL, g % 5 = 0, 'offentleglova § 13'
    FROM generate_series(0, 99999) g, LATERAL (SELECT date '2010-01-01' + g / 30) t (d) ON CONFLICT DO NOTHING; ANALYZE journal_entry`);
process.env.SKRANKE_WORKERS = '1';
stop('api');
start('api');

/* eInnsyn's id of an entry: its UUID in base 32. */
const id = uuid => {
	let v = BigInt(`0x${uuid.replaceAll('-', '')}`), out = '';
	for (let i = 0; i < 26; i++, v >>= 5n)
		out = '0123456789abcdefghjkmnpqrstvwxyz'[Number(v & 31n)] + out;
	return `jp_${out}`;
};
const [middle] = sql(`SELECT id FROM journal_entry WHERE tenant_id = '9998' AND year = 2015 AND n = 5000`)[0];
compare('api', `/api/innsyn/9998/journalpost?limit=100&startingAfter=${id(middle)}`, `
    SELECT t.id, t.name, t.settings ->> 'orgnr', t.contact ->> 'email' FROM tenant t WHERE t.id = '9998';
    SELECT e.*, s.screened, s.law, c.graded FROM (SELECT * FROM journal_entry e
	WHERE e.tenant_id = '9998' AND (e.year, e.n) < (2015, 5000) ORDER BY e.year DESC, e.n DESC LIMIT 101) e
	LEFT JOIN case_file c ON c.tenant_id = e.tenant_id AND c.id = e.case_id
	LEFT JOIN journal_screen s ON s.tenant_id = e.tenant_id AND s.entry_id = e.id
	ORDER BY e.year DESC, e.n DESC`);
