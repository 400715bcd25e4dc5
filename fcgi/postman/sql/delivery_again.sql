-- delivery_again: begin once more what surely was not taken over the last time
-- role: skranke_postman
-- in: $1 delivery id
-- out: maybe (id) -- no row: another postman has begun
UPDATE delivery SET state = 'sending', ended_at = NULL, error = NULL
 WHERE id = $1::uuid AND state = 'failed'
RETURNING id
