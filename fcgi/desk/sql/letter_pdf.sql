-- letter_pdf: the PDF of a letter of a case
-- role: skranke_desk
-- in: $1 ref, $2 document id
-- out: maybe (title, hex)
SELECT d.title, encode(p.content, 'hex') AS hex
  FROM document d
  JOIN document_pdf p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
 WHERE d.tenant_id = current_setting('skranke.tenant', true)
   AND d.case_id = (SELECT case_of($1)) AND d.id = $2::uuid
