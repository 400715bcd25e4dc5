-- hearing_file_put: content that goes with an answer to who asks for one's view; its pieces are
-- wanted when it is new
-- role: skranke_citizen
-- in: $1 receiver or null, $2 code or null, $3 file id, $4 sha256, $5 size, $6 media type,
--     $7 waiting or clean, $8 name
-- out: one (known) -- new, waiting, clean, infected, many, closed
SELECT hearing_file_put($1::uuid, $2, $3::uuid, $4, $5::bigint, $6, $7, $8) AS known
