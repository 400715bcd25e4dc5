-- journal_read: a page of the public journal, each entry with the case it is in
-- role: skranke_api
-- in: $1 cases, each by its first entry?, $2 ids (an array) or null, $3 case or null, $4 changed
--     since that day or null, $5 the last one seen or null, $6 from the oldest?, $7 how many
-- out: many (id, year, n, case_n, kind, document_on, journal_on, title, party, screened, law,
--      case_id, case_ref, case_year, case_number, case_title, case_screened, case_law, case_on)
--      -- a case is screened when any of its entries is; its title is then the screened one
SELECT e.id, e.year, e.n, e.case_n, e.kind, e.document_on, e.journal_on, e.title, e.party,
       e.screened, e.law, e.case_id, e.case_ref,
       coalesce(substring(e.case_ref, '-([0-9]{4})-'), e.year::text) AS case_year,
       coalesce(substring(e.case_ref, '-[0-9]{4}-([0-9]{1,9})'), e.n::text) AS case_number,
       c.case_title, c.screened AS case_screened, c.law AS case_law, f.document_on AS case_on
  FROM journal_page($1::boolean, $2::uuid[], $3::uuid, $4::date, $5::uuid, $6::boolean,
                    $7::integer) WITH ORDINALITY p (id, o)
  JOIN public_journal e ON e.id = p.id
 CROSS JOIN LATERAL (SELECT k.case_title, k.screened, k.law FROM public_journal k
                      WHERE k.case_id = e.case_id ORDER BY k.screened DESC, k.case_n LIMIT 1) c
 CROSS JOIN LATERAL (SELECT k.document_on FROM public_journal k
                      WHERE k.case_id = e.case_id ORDER BY k.case_n LIMIT 1) f
 ORDER BY p.o
