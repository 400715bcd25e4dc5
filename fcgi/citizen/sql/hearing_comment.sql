-- hearing_comment: what who asks thinks of a receiver's remarks, before the application is sent
-- role: skranke_citizen
-- in: $1 draft id, $2 receiver, $3 text
-- out: one (kept)
SELECT hearing_comment($1::uuid, $2::uuid, $3) AS kept
