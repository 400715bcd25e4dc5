-- parked_put: keep what was typed by someone whose session has just run out
-- role: skranke_citizen skranke_desk
-- in: $1 draft id, $2 page, $3 the form as sent, urlencoded, $4 form token
-- out: one (kept) -- false: not a session that ran out, not their draft, or not their token
SELECT park_post($1::uuid, $2, $3, $4) AS kept
