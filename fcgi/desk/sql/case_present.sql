-- case_present: who else has had the case open in the last few minutes
-- role: skranke_desk
-- in: $1 ref
-- out: many (name, what, at)
SELECT name, what, at FROM case_present($1)
