-- outbox_again: a person has looked: the row may be tried again, also where it may have gone out once
-- role: skranke_owner
-- in: $1 outbox id
-- out: maybe (id) -- no row: it does not wait for a person
WITH waits AS (
	SELECT o.id FROM outbox o
	 WHERE o.id = $1::uuid AND o.done_at IS NULL
	   AND (o.parked_at IS NOT NULL OR EXISTS (SELECT FROM delivery v
	        WHERE v.outbox_id = o.id AND v.state = 'uncertain'))
	   FOR UPDATE),
failed AS (
	UPDATE delivery SET state = 'failed'
	 WHERE outbox_id = (SELECT id FROM waits) AND state = 'uncertain')
UPDATE outbox SET parked_at = NULL, claimed_until = NULL, next_at = now(), attempts = 0, error = NULL
 WHERE id = (SELECT id FROM waits)
RETURNING id
