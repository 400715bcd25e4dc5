-- blob_scan_piece: a piece of content that waits to be scanned
-- role: skranke_clock
-- in: $1 tenant, $2 sha256, $3 number from 0
-- out: one (hex) -- null: it waits no more
SELECT blob_scan_piece($1, $2, $3::int) AS hex
