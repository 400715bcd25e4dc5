-- proposal_drop: the decision is made, and its event keeps all of it
-- role: skranke_desk
-- in: $1 tenant, $2 locked case's id
-- out: none
DELETE FROM proposal WHERE tenant_id = $1 AND case_id = $2::uuid
