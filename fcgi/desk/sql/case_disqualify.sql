-- case_disqualify: who is logged in says that they are disqualified in a case, and lets go of it
-- role: skranke_desk
-- in: $1 case id, $2 why
-- out: one ()
SELECT case_disqualify($1::uuid, $2)
