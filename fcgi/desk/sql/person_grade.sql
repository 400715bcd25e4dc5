-- person_grade: what was told of somebody's address
-- role: skranke_desk
-- in: $1 case id, $2 person id, $3 none, confidential or strictly-confidential
-- out: one (changed)
SELECT person_grade($1::uuid, $2::uuid, $3) AS changed
