-- parked_put: keep what was typed by someone whose session has just run out
-- role: skranke_citizen
-- in: $1 id, $2 draft id, $3 page, $4 the form as sent, urlencoded, $5 form token
-- out: one (kept) -- false: not a session that ran out, not their draft, or not their token
SELECT park_post($1::uuid, $2::uuid, $3, $4, $5) AS kept
