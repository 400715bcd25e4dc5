/*
 * api.mjs - the public journal for machines, of a municipality with 100,000 entries, beside PostgreSQL alone
 *
 *   api_vs_db            a page of 100 entries from the middle, as JSON / the same rows by their keys; 3 is aimed at, and not reached
 *   journal_vs_db        a search for three words that few entries have, as a page / the same rows by an index of words; at most 3
 *   journal_growth       the first page at 100,000 entries / at 1,000; less than 2
 *   journal_word_growth  a search for a word that every entry has: the same
 *
 * Our side judges each entry: what staff have said of it, whether the case is there, and whether anybody's address in it is
 * graded.  PostgreSQL's side reads the entries, their cases and those rows, and judges nothing (tests/bench/beside.mjs).
 *
 * The counter is the one of SKRANKE_STACK; by itself: SKRANKE_STACK=DIR node tests/bench/api.mjs
 */
import { base, sql, start, stop } from '../harness/stack.mjs';
import { compare, median, page, rounds, say } from './beside.mjs';

const entries = (tenant, n) => sql(`SET session_replication_role = replica;
    INSERT INTO journal_entry (tenant_id, year, n, case_id, case_ref, case_n, service, kind, document_on, journal_on, case_title, title,
	case_title_screened, party, screened, law)
    SELECT '${tenant}', 2010 + g / 10000, g % 10000 + 1, md5('bench ' || g / 4)::uuid, 'BEN-2010-' || lpad((g / 4)::text, 6, '0'), g % 4 + 1, 'barnehageplass',
	CASE WHEN g % 3 = 0 THEN 'utgaaende_dokument' ELSE 'inngaaende_dokument' END, d, d, 'Garasje på 12/' || g, 'Søknad om garasje', 'Garasje på *****',
	NULL, g % 5 = 0, 'offentleglova § 13'
    FROM generate_series(0, ${n - 1}) g, LATERAL (SELECT date '2010-01-01' + g / 30) t (d) ON CONFLICT DO NOTHING;
    INSERT INTO journal_words (tenant_id, entry_id, words) SELECT e.tenant_id, e.id, journal_words_of(e.tenant_id, e.case_ref || '-' || e.case_n,
	concat_ws(' ', e.case_title, e.title, e.party)) FROM journal_entry e WHERE e.tenant_id = '${tenant}' ON CONFLICT DO NOTHING`);
entries('9998', 100000);
entries('9997', 1000);
sql('VACUUM ANALYZE journal_entry, journal_words, journal_screen');
process.env.SKRANKE_WORKERS = '1';
for (const program of ['api', 'citizen']) {
	stop(program);
	start(program);
}

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

compare('journal', '/innsyn?sok=garasje+om+12345', `
    SELECT e.*, s.screened, s.law, c.graded FROM journal_words w JOIN journal_entry e ON e.tenant_id = w.tenant_id AND e.id = w.entry_id
	LEFT JOIN case_file c ON c.tenant_id = e.tenant_id AND c.id = e.case_id
	LEFT JOIN journal_screen s ON s.tenant_id = e.tenant_id AND s.entry_id = e.id
	WHERE w.words @@ '''t=9998'' & garasje:* & om:* & 12345:*'::tsquery ORDER BY e.year DESC, e.n DESC LIMIT 51`);
for (const [name, path] of [['journal', '/innsyn'], ['journal_word', '/innsyn?sok=garasje']]) {
	const big = [], small = [];
	for (let i = 0; i < rounds; i++) {
		big.push(page(path));
		small.push(page(path, { host: 'nabo.localhost' }));
	}
	say(`${name}_growth`, median(big.map((v, i) => v / small[i])).toFixed(2), 'ratio');
}
