-- case_asked: the people who were asked for their view in a case, to one with the right to graded
-- cases
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, name, property, line1)
SELECT a.id, a.name, a.property, a.line1
  FROM case_asked(case_of($1)) a
