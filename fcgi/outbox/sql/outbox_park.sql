-- outbox_park: a person must look at this row before anything more is done with it
-- role: skranke_postman
-- in: $1 id, $2 why
-- out: none
UPDATE outbox SET parked_at = now(), claimed_until = NULL, error = $2
 WHERE id = $1::uuid AND done_at IS NULL
