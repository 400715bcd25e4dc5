-- letters_hidden: how many letters of a case one may not open, because of a graded address
-- role: skranke_desk
-- in: $1 ref, $2 document id: of that one alone; or null
-- out: one (hidden)
SELECT letters_hidden(case_of($1), $2::uuid) AS hidden
