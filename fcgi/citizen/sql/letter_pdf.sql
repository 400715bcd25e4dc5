-- letter_pdf: the PDF of one of the person's letters; to fetch it is to read the letter
-- role: skranke_citizen
-- in: $1 document id
-- out: maybe (title, hex, ref) -- hex: null while it is not made
UPDATE document d
   SET read_at = coalesce(d.read_at, now()), kept_unread = false
 WHERE d.id = $1::uuid AND d.kind = 'letter' AND d.receiver IN ('applicant', 'hearing')
   AND EXISTS (SELECT FROM document_pdf p
                WHERE p.tenant_id = d.tenant_id AND p.document_id = d.id)
RETURNING d.title, (SELECT encode(p.content, 'hex') FROM document_pdf p
                     WHERE p.tenant_id = d.tenant_id AND p.document_id = d.id) AS hex,
       (SELECT c.ref FROM case_file c WHERE c.tenant_id = d.tenant_id AND c.id = d.case_id) AS ref
