/*
 * journal.mjs - the public journal of a municipality with 100,000 entries
 *
 *   journal_vs_db        a search for three words that few entries have: our page's time / PostgreSQL's for the rows it shows
 *                        alone; at most 3
 *   journal_growth       the first page at 100,000 entries / at 1,000; less than 2
 *   journal_word_growth  a search for a word that every entry has: the same
 *
 * Measured as desk.mjs says.  PostgreSQL's side knows the municipality and the words: a text index, no policy, and nobody asks again
 * whether a word is in what is shown.
 */
import { sql, start, stop } from '../harness/stack.mjs';
import { compare, median, page, rounds, say } from './beside.mjs';

const entries = (tenant, n) => sql(`INSERT INTO journal_entry (tenant_id, year, n, case_id, case_ref, case_n, service, kind, document_on, journal_on,
    case_title, title, case_title_screened, party, screened, law)
SELECT '${tenant}', 2001 + g / 20000, g % 20000 + 1, coalesce(c.id, gen_random_uuid()), coalesce(c.ref, 'GML-2001-' || g), 1000, 'gjerde',
    CASE WHEN g % 2 = 0 THEN 'inngaaende_dokument' ELSE 'utgaaende_dokument' END, current_date - g % 300, current_date - g % 300,
    'Gjerde på ' || g % 97 || ' meter, eiendom ' || g || '/' || g % 50, 'Søknad om gjerde', 'Gjerde på ***** meter, eiendom *****',
    'Person nummer ' || g, g % 10 = 0, 'offentleglova § 13'
FROM generate_series(0, ${n - 1}) g
LEFT JOIN (SELECT id, ref, row_number() OVER () AS k FROM case_file WHERE tenant_id = '${tenant}') c ON c.k = g + 1 ON CONFLICT DO NOTHING`);
entries('9998', 100000);
entries('9997', 1000);
sql('VACUUM ANALYZE journal_entry, journal_words, journal_screen, case_file');
process.env.SKRANKE_WORKERS = '1';		/* one client: what a process learns, it knows the next time */
stop('citizen');
start('citizen');

const shown = `e.id, e.n, e.year, e.case_ref, e.case_n, e.kind, e.document_on, e.journal_on, e.case_title, e.title, e.party, e.screened, e.law, s.screened, s.law,
    c.graded`;
compare('journal', '/innsyn?sok=gjerde+eiendom+1234', `SELECT ${shown} FROM journal_words w JOIN journal_entry e ON e.tenant_id = w.tenant_id AND e.id = w.entry_id
    LEFT JOIN case_file c ON c.tenant_id = e.tenant_id AND c.id = e.case_id LEFT JOIN LATERAL (SELECT k.screened, k.law FROM journal_screen k
	WHERE k.tenant_id = e.tenant_id AND k.entry_id = e.id ORDER BY k.n DESC LIMIT 1) s ON true
    WHERE w.words @@ '''t=9998'' & gjerde:* & eiendom:* & 1234:*'::tsquery ORDER BY e.year DESC, e.n DESC LIMIT 51`);

for (const [name, path] of [['journal', '/innsyn'], ['journal_word', '/innsyn?sok=gjerde']]) {
	const big = [], small = [];
	for (let i = 0; i < rounds; i++) {
		big.push(page('9998', path));
		small.push(page('9997', path));
	}
	say(`${name}_page_ms`, median(big).toFixed(2), 'ms');
	say(`${name}_growth`, median(big.map((v, i) => v / small[i])).toFixed(2), 'ratio');
}
