-- blob_scan_end: what the scan said
-- role: skranke_clock
-- in: $1 tenant, $2 sha256, $3 clean, infected, or waiting for not known
-- out: one ()
SELECT FROM blob_scan_end($1, $2, $3)
