-- blob_piece_put: the next piece of new content
-- role: skranke_citizen skranke_desk
-- in: $1 sha256, $2 number from 0, $3 its bytes in hexadecimal
-- out: one ()
SELECT FROM blob_piece_put($1, $2::int, $3)
