-- access_file: one of them
-- role: skranke_citizen
-- in: $1 code, $2 its number
-- out: maybe (name, media_type, size, verdict)
SELECT name, media_type, size, verdict FROM access_files($1) WHERE n = $2::int
