-- case_page: a case with all that stands on it, and that it was looked at; see the function
-- role: skranke_desk
-- in: $1 ref, $2 what was seen
-- out: many (part, names, line) -- parts case, event, letter, present, and those of case_parts();
--      no row: no such case
SELECT part, names, line FROM case_page($1, $2)
