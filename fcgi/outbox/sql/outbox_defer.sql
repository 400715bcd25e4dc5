-- outbox_defer: not now, but again in a while
-- role: skranke_postman
-- in: $1 id, $2 seconds, $3 why
-- out: none
UPDATE outbox SET next_at = now() + $2::int * interval '1 second', claimed_until = NULL, error = $3
 WHERE id = $1::uuid AND done_at IS NULL
