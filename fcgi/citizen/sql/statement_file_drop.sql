-- statement_file_drop: a file that is not sent goes
-- role: skranke_citizen
-- in: $1 receiver or null, $2 code or null, $3 file id
-- out: one (gone)
SELECT hearing_file_drop($1::uuid, $2, $3::uuid) AS gone
