-- request_done: what was done by hand: delivered or forwarded
-- role: skranke_desk
-- in: $1 request id, $2 which
-- out: one (done)
SELECT access_done($1::uuid, $2) AS done
