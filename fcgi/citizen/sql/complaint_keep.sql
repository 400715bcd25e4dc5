-- complaint_keep: keep what was written by someone whose session has just run out
-- role: skranke_citizen
-- in: $1 ref, $2 text, $3 what is wanted, $4 form token
-- out: one (kept) -- false: not a session that ran out, not their case, or not their token
SELECT keep_complaint($1, $2, $3, $4) AS kept
