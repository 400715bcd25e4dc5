-- heard_complaint_dismiss: one of them is not treated, by who has the case
-- role: skranke_desk
-- in: $1 ref, $2 complaint, $3 ground, $4 reason
-- out: one (done) -- f: it is dealt with, or gone, or did not come late
SELECT heard_complaint_dismiss($1, $2::uuid, $3, $4) AS done
