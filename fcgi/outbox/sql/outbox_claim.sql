-- outbox_claim: take the row that has been due longest, for a while
-- role: skranke_postman
-- in: $1 lease in seconds
-- out: maybe (id, tenant_id, case_id, kind, payload, attempts, created_at) -- no row: nothing is
--      due
UPDATE outbox
   SET claimed_until = now() + $1::int * interval '1 second', attempts = attempts + 1
 WHERE id = (SELECT id FROM outbox
              WHERE done_at IS NULL AND parked_at IS NULL AND next_at <= now()
                AND (claimed_until IS NULL OR claimed_until < now())
              ORDER BY next_at
              LIMIT 1
                FOR UPDATE SKIP LOCKED)
RETURNING id, tenant_id, case_id, kind, payload, attempts, created_at
