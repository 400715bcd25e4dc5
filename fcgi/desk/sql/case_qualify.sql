-- case_qualify: a leader takes back what a colleague has declared of a case
-- role: skranke_desk
-- in: $1 case id, $2 desk user
-- out: one ()
SELECT case_qualify($1::uuid, $2::uuid)
