-- label_put: a case has a label; it may have it already
-- role: skranke_desk
-- in: $1 tenant, $2 case id, $3 label
-- out: none
INSERT INTO case_label (tenant_id, case_id, label) VALUES ($1, $2::uuid, $3)
ON CONFLICT DO NOTHING
