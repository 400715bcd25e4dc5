-- deadline_cancel: a deadline of a state that has been left fires no more
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 tenant, $2 case id, $3 event
-- out: none
UPDATE deadline SET cancelled_at = now()
 WHERE tenant_id = $1 AND case_id = $2::uuid AND event = $3
   AND fired_at IS NULL AND cancelled_at IS NULL
