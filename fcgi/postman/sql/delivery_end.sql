-- delivery_end: record what became of a sending
-- role: skranke_postman
-- in: $1 delivery id, $2 state, $3 given up, $4 reference or null, $5 error or null, $6 code or
--     null, $7 seconds until it is asked about, or null
-- out: one (id)
UPDATE delivery
   SET state = $2, given_up = $3::boolean, ended_at = now(), reference = coalesce($4, reference),
       error = $5, code = $6, ask_at = now() + $7::int * interval '1 second', asking_until = NULL
 WHERE id = $1::uuid
RETURNING id
