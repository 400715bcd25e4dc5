-- journal_entry: one entry of the public journal
-- role: skranke_citizen
-- in: $1 id
-- out: maybe (number, case_number, document_on, case_title, title, screened, law)
SELECT e.n || '/' || e.year AS number, e.case_ref || '-' || e.case_n AS case_number,
       to_char(e.document_on, 'DD.MM.YYYY') AS document_on, e.case_title, e.title, e.screened,
       e.law
  FROM public_journal e
 WHERE e.tenant_id = current_setting('skranke.tenant', true) AND e.id = $1::uuid
