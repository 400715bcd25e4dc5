-- lane_tell: what a call to a transport of a municipality was like
-- role: skranke_postman
-- in: $1 tenant, $2 channel, $3 print, $4 ok, $5 milliseconds
-- out: one (told)
SELECT mail_lane_tell($1, $2, $3::boolean, $4::boolean, $5::int) IS NULL AS told
