-- case_state_set: move a locked case to its next state
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 case id, $2 revision it was read at, $3 state, $4 decided now?, $5 is it due at another
--     time than before?, $6 when, or null, $7 who has the ball now, $8 is the state final?,
--     $9 when it is removed, or null, $10 by which law, or null
-- out: maybe (revision) -- no row: changed elsewhere meanwhile
UPDATE case_file
   SET state = $3,
       state_since = CASE WHEN state = $3 THEN state_since ELSE now() END,
       decided_at = CASE WHEN $4::boolean THEN now() ELSE decided_at END,
       due_at = CASE WHEN $5::boolean THEN $6::timestamptz ELSE due_at END,
       ball = $7,
       closed_at = CASE WHEN $8::boolean THEN now() END,
       remove_at = $9::timestamptz,
       remove_law = $10,
       revision = revision + 1
 WHERE id = $1::uuid AND revision = $2::int
RETURNING revision
