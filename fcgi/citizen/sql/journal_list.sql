-- journal_list: the municipality's public journal, newest first, paged by key; narrowed down by
--               what is not null
-- role: skranke_citizen
-- in: $1 id of the last row seen or null, $2 words or null, $3 kind or null, $4 first day or null,
--     $5 last day or null
-- out: many (id, number, case_number, kind, document_on, journal_on, case_title, title, party,
--      screened, law, key) -- party: null when nobody is named
SELECT e.id, e.n || '/' || e.year AS number, e.case_ref || '-' || e.case_n AS case_number, e.kind,
       to_char(e.document_on, 'DD.MM.YYYY') AS document_on,
       to_char(e.journal_on, 'DD.MM.YYYY') AS journal_on, e.case_title, e.title, e.party,
       e.screened, e.law, e.journal_on AS key
  FROM journal_find($1::uuid, $2, $3, $4::date, $5::date) e
