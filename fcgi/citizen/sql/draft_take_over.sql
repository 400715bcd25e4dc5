-- draft_take_over: the one whose case it will be goes on alone with a draft
-- role: skranke_citizen
-- in: $1 draft id
-- out: one (taken)
SELECT draft_take_over($1::uuid) AS taken
