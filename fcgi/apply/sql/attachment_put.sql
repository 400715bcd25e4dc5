-- attachment_put: content becomes a file of one's own draft
-- role: skranke_citizen
-- in: $1 attachment id, $2 draft id, $3 sha256, $4 name
-- out: none
INSERT INTO attachment (id, tenant_id, person_id, draft_id, sha256, name)
SELECT $1::uuid, d.tenant_id, d.person_id, d.id, $3, $4 FROM draft d WHERE d.id = $2::uuid
