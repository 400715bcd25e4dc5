-- deadline_cancel: a deadline of a state that has been left fires no more
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 case id, $2 event
-- out: none
UPDATE deadline SET cancelled_at = now()
 WHERE case_id = $1::uuid AND event = $2 AND fired_at IS NULL AND cancelled_at IS NULL
