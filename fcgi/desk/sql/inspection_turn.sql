-- inspection_turn: a remark is closed, opened again or put off
-- role: skranke_desk
-- in: $1 ref, $2 remark id, $3 done, waived, open or later, $4 day, $5 why
-- out: one (turned) -- false: it is so already
SELECT inspection_turn($1, $2::uuid, $3, $4::date, $5) AS turned
