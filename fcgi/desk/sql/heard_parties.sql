-- heard_parties: who may be said to have complained, beside the applicant; see the function
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, name, property, told_at, days, waits)
SELECT id, name, property, told_at, days, waits
  FROM heard_parties($1)
