-- access_copy_put: content becomes a copy, with something taken out of it, for who asked to see a
-- document
-- role: skranke_desk
-- in: $1 id, $2 request id, $3 sha256, $4 name
-- out: one ()
SELECT FROM access_copy_put($1::uuid, $2::uuid, $3, $4)
