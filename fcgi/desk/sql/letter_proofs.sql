-- letter_proofs: what became of the letters of a case, or of one of them, in order
-- role: skranke_desk
-- in: $1 ref, $2 document id or null
-- out: many (document_id, what, channel, at, reference, detail)
SELECT p.document_id, p.what, p.channel, p.at, p.reference, p.detail
  FROM document d
  JOIN letter_proof p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
 WHERE d.tenant_id = current_setting('skranke.tenant', true)
   AND d.case_id = (SELECT case_of($1)) AND ($2::uuid IS NULL OR d.id = $2::uuid)
 ORDER BY p.document_id, p.at,
       array_position('{made,available,sent,notified,printed,opened,failed}', p.what), p.channel
