-- outbox_done: what was promised has happened
-- role: skranke_postman
-- in: $1 id
-- out: none
UPDATE outbox SET done_at = coalesce(done_at, now()), claimed_until = NULL, parked_at = NULL,
       error = NULL
 WHERE id = $1::uuid
