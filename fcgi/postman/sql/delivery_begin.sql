-- delivery_begin: say that sending begins, before it does
-- role: skranke_postman
-- in: $1 outbox id, $2 attempt, $3 id, $4 document id, $5 channel, $6 print, $7 lease in seconds
-- out: maybe (id, key, wait) -- no row: somebody else has the row in hand; wait: nothing is sent
--      that way for so many seconds
SELECT id, key, wait
  FROM delivery_begin($1::uuid, $2::int, $3::uuid, $4::uuid, $5, $6::boolean, $7::int)
