-- blob_put: content that somebody sends; its pieces are wanted when it is new
-- role: skranke_citizen skranke_desk
-- in: $1 sha256, $2 size, $3 media type, $4 waiting or clean
-- out: one (known) -- new, waiting, clean, infected
SELECT blob_put($1, $2::bigint, $3, $4) AS known
