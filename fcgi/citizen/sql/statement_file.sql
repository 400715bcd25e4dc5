-- statement_file: a file that one was told of
-- role: skranke_citizen
-- in: $1 receiver or null, $2 code or null, $3 file id
-- out: maybe (name, media_type, size, verdict)
SELECT name, media_type, size, verdict FROM hearing_file($1::uuid, $2, $3::uuid)
