-- letter_proofs: what became of one of the person's letters, in order
-- role: skranke_citizen
-- in: $1 document id
-- out: many (what, channel, at, detail)
SELECT p.what, p.channel, p.at, p.detail
  FROM letter_proof p
  JOIN document d ON d.tenant_id = p.tenant_id AND d.id = p.document_id
 WHERE d.id = $1::uuid AND d.receiver IN ('applicant', 'hearing')
 ORDER BY p.at, array_position('{made,available,sent,notified,printed,opened,failed}', p.what),
       p.channel
