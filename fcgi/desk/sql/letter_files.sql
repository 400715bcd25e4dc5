-- letter_files: what went with the letters of a case, or with one of them
-- role: skranke_desk
-- in: $1 ref, $2 document id or null for all
-- out: many (document_id, n, name, size, sha256, attachment_id, letter_id)
SELECT d.id AS document_id, f.n, f.name, f.size, f.sha256, f.attachment_id,
       f.document_id AS letter_id
  FROM letter_file f
  JOIN document d ON d.outbox_id = f.outbox_id
 WHERE f.tenant_id = current_setting('skranke.tenant', true)
   AND f.case_id = (SELECT case_of($1)) AND ($2::uuid IS NULL OR d.id = $2::uuid)
 ORDER BY d.id, f.n
