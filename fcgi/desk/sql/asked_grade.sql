-- asked_grade: the address of one who was asked for their view is graded
-- role: skranke_desk
-- in: $1 case id, $2 receiver
-- out: one (changed)
SELECT asked_grade($1::uuid, $2::uuid) AS changed
