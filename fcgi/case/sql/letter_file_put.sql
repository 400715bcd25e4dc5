-- letter_file_put: what goes with a letter that this transaction puts into the outbox
-- role: skranke_desk
-- in: $1 tenant, $2 case id, $3 outbox id, $4 number, $5 attachment or null, $6 letter or null
-- out: none
INSERT INTO letter_file (tenant_id, case_id, outbox_id, n, attachment_id, document_id)
VALUES ($1, $2::uuid, $3::uuid, $4::int, $5::uuid, $6::uuid)
