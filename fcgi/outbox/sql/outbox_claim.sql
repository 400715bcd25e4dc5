-- outbox_claim: take a row that is due, for a while; migrations/0030_postman.sql says whose turn it
-- is
-- role: skranke_postman
-- in: $1 lease in seconds, $2 how many claims slow municipalities may have between them
-- out: maybe (id, tenant_id, case_id, kind, payload, attempts, created_at) -- no row: nothing is
--      due
SELECT id, tenant_id, case_id, kind, payload, attempts, created_at
  FROM outbox_take($1::int, $2::int)
