-- request_copy_piece: a piece of it
-- role: skranke_desk
-- in: $1 request id, $2 copy id, $3 number from 0
-- out: one (hex) -- null: there is none
SELECT access_copy_piece($1::uuid, $2::uuid, $3::int) AS hex
