-- pdf_read: the bytes that are sent, and what kind of letter it is
-- role: skranke_postman
-- in: $1 document id
-- out: maybe (hex, xml)
SELECT encode(p.content, 'hex') AS hex, convert_from(d.content, 'UTF8') AS xml
  FROM document d
  JOIN document_pdf p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
 WHERE d.id = $1::uuid
