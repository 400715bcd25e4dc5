-- case_hidden: who is left out of the answers of a case, as the applicant wrote of them; to one
-- with the right to graded cases
-- role: skranke_desk
-- in: $1 ref
-- out: many (name, line1, place, property)
SELECT h.name, h.line1, h.place, h.property
  FROM case_hidden(case_of($1)) h
