-- request_copy_drop: a copy that is not wanted
-- role: skranke_desk
-- in: $1 request id, $2 copy id
-- out: one ()
SELECT FROM access_copy_drop($1::uuid, $2::uuid)
