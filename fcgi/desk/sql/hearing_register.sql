-- hearing_register: an answer that came otherwise than through the counter
-- role: skranke_desk
-- in: $1 ref, $2 receiver, $3 none or remarks, $4 text
-- out: one (kept)
SELECT hearing_register($1, $2::uuid, $3, $4) AS kept
