-- case_people: who a case is about and whose address is graded, to one with the right to that
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, name, pid, graded, applicant)
SELECT p.id, p.name, p.pid, p.graded, p.applicant
  FROM case_people(case_of($1)) p
