-- letter_read: one letter of a case
-- role: skranke_desk
-- in: $1 ref, $2 document id
-- out: maybe (title, content, available_at, read_at)
SELECT d.title, convert_from(d.content, 'UTF8') AS content, d.available_at, d.read_at
  FROM document d
  JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1 AND d.id = $2::uuid
