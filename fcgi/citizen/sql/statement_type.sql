-- statement_type: keep what one who is asked wrote when the session had just run out
-- role: skranke_citizen
-- in: $1 receiver, $2 form token, $3 choice, $4 text, $5 complaint, $6 what is wanted
-- out: one (kept) -- false: not a session that ran out, not theirs, or not their token
SELECT hearing_type($1::uuid, $2, coalesce($3, ''), coalesce($4, ''), coalesce($5, ''),
       coalesce($6, '')) AS kept
