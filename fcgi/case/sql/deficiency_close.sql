-- deficiency_close: the request that is open in a case is over, and not because it was answered
-- role: skranke_desk
-- in: $1 tenant, $2 case id, $3 withdrawn or replaced
-- out: none
UPDATE deficiency SET closed_at = now(), closing = $3
 WHERE tenant_id = $1 AND case_id = $2::uuid AND closed_at IS NULL
