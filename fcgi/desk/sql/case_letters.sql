-- case_letters: the letters of a case, newest first
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, title, language, available_at, read_at)
SELECT d.id, d.title, d.language, d.available_at, d.read_at
  FROM document d
 WHERE d.tenant_id = current_setting('skranke.tenant', true)
   AND d.case_id = (SELECT case_of($1)) AND d.kind = 'letter'
 ORDER BY d.available_at DESC, d.id
