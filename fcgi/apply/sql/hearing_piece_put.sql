-- hearing_piece_put: the next piece of it
-- role: skranke_citizen
-- in: $1 receiver or null, $2 code or null, $3 sha256, $4 number from 0, $5 its bytes
--     in hexadecimal
-- out: one ()
SELECT FROM hearing_file_piece_put($1::uuid, $2, $3, $4::int, $5)
