-- case_by_hand: those whose address was graded by hand in a case, to one with the right to graded
-- cases
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, name, property, line1, at, by)
SELECT b.id, b.name, b.property, b.line1, b.at, b.by
  FROM case_by_hand(case_of($1)) b
