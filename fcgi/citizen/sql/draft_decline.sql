-- draft_decline: a party sends a draft back unsigned, with a word
-- role: skranke_citizen
-- in: $1 draft id, $2 text
-- out: one (declined)
SELECT draft_decline($1::uuid, $2) AS declined
