-- fee_written: a day of a municipality is in a file
-- role: skranke_owner
-- in: $1 tenant, $2 day, $3 sha256 of the file, $4 lines
-- out: none
INSERT INTO fee_export (tenant_id, day, sha256, lines) VALUES ($1, $2::date, $3, $4::int)
    ON CONFLICT (tenant_id, day) DO NOTHING
