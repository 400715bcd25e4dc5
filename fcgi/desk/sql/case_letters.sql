-- case_letters: the letters of a case, newest first
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, title, language, available_at, read_at)
SELECT d.id, d.title, d.language, d.available_at, d.read_at
  FROM document d
  JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1 AND d.kind = 'letter'
 ORDER BY d.available_at DESC, d.id
