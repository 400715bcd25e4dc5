-- letter_read: one letter of a case
-- role: skranke_desk
-- in: $1 ref, $2 document id
-- out: maybe (title, content, available_at, read_at, pdf) -- pdf: its bytes, or null
SELECT d.title, convert_from(d.content, 'UTF8') AS content, d.available_at, d.read_at,
       (SELECT octet_length(p.content) FROM document_pdf p
         WHERE p.tenant_id = d.tenant_id AND p.document_id = d.id) AS pdf
  FROM document d
  JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1 AND d.id = $2::uuid
