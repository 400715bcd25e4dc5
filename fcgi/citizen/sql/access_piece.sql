-- access_piece: a piece of it
-- role: skranke_citizen
-- in: $1 code, $2 its number, $3 number of the piece, from 0
-- out: one (hex) -- null: there is none
SELECT access_piece($1, $2::int, $3::int) AS hex
