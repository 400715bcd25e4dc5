-- case_present: who else has had the case open in the last few minutes
-- role: skranke_desk
-- in: $1 ref
-- out: many (name, what, at)
SELECT p.name, p.what, p.at
  FROM case_present((SELECT case_of($1))) p
 ORDER BY p.at DESC
