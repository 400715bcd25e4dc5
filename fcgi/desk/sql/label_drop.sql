-- label_drop: take a label off a case
-- role: skranke_desk
-- in: $1 tenant, $2 case id, $3 label
-- out: none
DELETE FROM case_label WHERE tenant_id = $1 AND case_id = $2::uuid AND label = $3
