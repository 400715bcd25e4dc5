-- delivery_end: record what became of a sending
-- role: skranke_postman
-- in: $1 delivery id, $2 state, $3 reference or null, $4 error or null
-- out: one (id)
UPDATE delivery SET state = $2, ended_at = now(), reference = $3, error = $4
 WHERE id = $1::uuid
RETURNING id
