-- request_take: who is logged in sees to it
-- role: skranke_desk
-- in: $1 request id
-- out: one ()
SELECT FROM access_take($1::uuid)
