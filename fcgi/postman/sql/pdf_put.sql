-- pdf_put: keep the PDF of a letter that was put in this transaction; not of one that was there
-- role: skranke_postman
-- in: $1 document id, $2 bytes in hexadecimal, $3 sha256
-- out: none
INSERT INTO document_pdf (tenant_id, document_id, content, sha256)
SELECT d.tenant_id, d.id, decode($2, 'hex'), $3
  FROM document d
 WHERE d.id = $1::uuid
