-- message_put: what was written in a draft is sent in its case
-- role: skranke_citizen
-- in: $1 draft id, $2 message id, $3 text
-- out: maybe (id) -- no row: there is no such draft any more
INSERT INTO case_message (tenant_id, case_id, id, person_id, document_id, text, draft_id)
SELECT d.tenant_id, d.message_of, $2::uuid, d.person_id, d.message_about, $3, d.id
  FROM draft d
 WHERE d.id = $1::uuid AND d.message_of IS NOT NULL
RETURNING id
