-- outbox_close: a person has seen to it in another way: the row is not tried again
-- role: skranke_owner
-- in: $1 outbox id
-- out: maybe (id) -- no row: it does not wait for a person
UPDATE outbox o SET done_at = now(), parked_at = NULL, claimed_until = NULL
 WHERE o.id = $1::uuid AND o.done_at IS NULL
   AND (o.parked_at IS NOT NULL OR EXISTS (SELECT FROM delivery v
        WHERE v.outbox_id = o.id AND v.state = 'uncertain'))
RETURNING o.id
