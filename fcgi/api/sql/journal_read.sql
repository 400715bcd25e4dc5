-- journal_read: a page of the public journal, and of the case of each when that is asked for
-- role: skranke_api
-- in: $1 cases, each by its first entry?, $2 ids (an array) or null, $3 case or null, $4 changed
--     since that day or null, $5 the last one seen or null, $6 from the oldest?, $7 how many,
--     $8 what is said of their cases too?
-- out: many (id, year, n, case_n, kind, document_on, journal_on, title, party, screened, law,
--      case_id, case_ref, case_year, case_number, case_title, case_on)
--      -- the title is the screened one when any entry of the case is screened
SELECT e.id, e.year, e.n, e.case_n, e.kind, e.document_on, e.journal_on, e.title, e.party,
       e.screened, e.law, e.case_id, e.case_ref,
       coalesce(substring(e.case_ref, '-([0-9]{4})-'), e.year::text) AS case_year,
       coalesce(substring(e.case_ref, '-[0-9]{4}-([0-9]{1,9})'), e.n::text) AS case_number,
       c.title AS case_title, c.begun_on AS case_on
  FROM journal_page($1::boolean, $2::uuid[], $3::uuid, $4::date, $5::uuid, $6::boolean,
                    $7::integer) WITH ORDINALITY p (id, o)
  JOIN public_journal e ON e.id = p.id
 CROSS JOIN LATERAL (
       SELECT (array_agg(k.case_title ORDER BY k.screened DESC, k.case_n))[1] AS title,
              min(k.document_on) FILTER (WHERE k.case_n = 1) AS begun_on
         FROM public_journal k
        WHERE $8::boolean AND k.case_id = e.case_id) c
 ORDER BY p.o
