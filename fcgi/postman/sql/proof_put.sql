-- proof_put: what is known of a letter now; the first time stands.  A transport's clock may be
-- wrong: nothing happened before the sending, nor later than now
-- role: skranke_postman
-- in: $1 delivery id, $2 what, $3 seconds since 1970, or null for now, $4 reference or null,
--     $5 detail or null
-- out: none
INSERT INTO letter_proof (tenant_id, document_id, what, channel, at, delivery_id, reference, sha256,
       detail)
SELECT v.tenant_id, v.document_id, $2, v.channel,
       greatest(least(coalesce(to_timestamp($3::float8), now()), now()), v.begun_at), v.id,
       coalesce($4, v.reference),
       coalesce((SELECT p.sha256 FROM document_pdf p
                  WHERE p.tenant_id = v.tenant_id AND p.document_id = v.document_id),
                (SELECT d.sha256 FROM document d WHERE d.id = v.document_id)), $5
  FROM delivery v
 WHERE v.id = $1::uuid AND v.document_id IS NOT NULL
ON CONFLICT DO NOTHING
