-- asked_ungrade: the address of one who was graded by hand is graded no more
-- role: skranke_desk
-- in: $1 case id, $2 receiver
-- out: one (changed)
SELECT asked_ungrade($1::uuid, $2::uuid) AS changed
