-- journal_read: a page of the public journal, each entry with its case by id alone
-- role: skranke_api
-- in: $1 ids (an array) or null, $2 case or null, $3 changed since that day or null, $4 the last
--     one seen or null, $5 from the oldest?, $6 how many
-- out: many (id, year, n, case_n, kind, document_on, journal_on, title, party, screened, law,
--      case_id)
-- The join is a left one so that the page is always asked for: it tells when $4 is unknown.
SELECT e.id, e.year, e.n, e.case_n, e.kind, e.document_on, e.journal_on, e.title, e.party,
       e.screened, e.law, e.case_id
  FROM journal_page(false, $1::uuid[], $2::uuid, $3::date, $4::uuid, $5::boolean,
                    $6::integer) WITH ORDINALITY p (id, o)
  LEFT JOIN public_journal e ON e.id = p.id
 ORDER BY p.o
