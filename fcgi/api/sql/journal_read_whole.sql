-- journal_read_whole: a page of the public journal, each entry with what is said of its case; or of
--                     cases, each with its first entry
-- role: skranke_api
-- in: $1 ids (an array) or null, $2 case or null, $3 changed since that day or null, $4 the last
--     one seen or null, $5 from the oldest?, $6 how many, $7 cases?
-- out: many (id, year, n, case_n, kind, document_on, journal_on, title, party, screened, law,
--      case_id, case_ref, case_year, case_number, case_title, case_on)
--      -- the case's title is the screened one when any of its entries is screened
-- The join is a left one so that the page is always asked for: it tells when $4 is unknown.
WITH page AS MATERIALIZED (
     SELECT p.o, e.id, e.year, e.n, e.case_n, e.kind, e.document_on, e.journal_on, e.title,
            e.party, e.screened, e.law, e.case_id, e.case_ref
       FROM journal_page($7::boolean, $1::uuid[], $2::uuid, $3::date, $4::uuid, $5::boolean,
                         $6::integer) WITH ORDINALITY p (id, o)
       LEFT JOIN public_journal e ON e.id = p.id),
cases AS MATERIALIZED (
     SELECT d.case_id, c.title, c.begun_on,
            coalesce(substring(d.case_ref, '-([0-9]{4})-'), c.year) AS year,
            coalesce(substring(d.case_ref, '-[0-9]{4}-([0-9]{1,9})'), '0') AS number
       FROM (SELECT DISTINCT case_id, case_ref FROM page) d
      CROSS JOIN LATERAL (
            SELECT (array_agg(k.case_title ORDER BY k.screened DESC, k.case_n))[1] AS title,
                   min(k.document_on) FILTER (WHERE k.case_n = 1) AS begun_on,
                   min(k.year)::text AS year
              FROM public_journal k
             WHERE k.case_id = d.case_id) c)
SELECT p.id, p.year, p.n, p.case_n, p.kind, p.document_on, p.journal_on, p.title, p.party,
       p.screened, p.law, p.case_id, p.case_ref, c.year AS case_year, c.number AS case_number,
       c.title AS case_title, c.begun_on AS case_on
  FROM page p
  JOIN cases c ON c.case_id = p.case_id
 ORDER BY p.o
