-- delivery_take: one delivery that a transport is to be asked about
-- role: skranke_postman
-- in: $1 lease in seconds
-- out: maybe (id, tenant_id, outbox_id, channel, print, key, reference, asked, begun_at) -- no row:
--      none is due
SELECT id, tenant_id, outbox_id, channel, print, key, reference, asked, begun_at
  FROM delivery_take($1::int)
