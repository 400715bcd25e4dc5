-- statement_piece: a piece of it
-- role: skranke_citizen
-- in: $1 receiver or null, $2 code or null, $3 file id, $4 number from 0
-- out: one (hex) -- null: there is none
SELECT hearing_file_piece($1::uuid, $2, $3::uuid, $4::int) AS hex
