-- statement_files: what one has sent with the answer, and what waits to be sent
-- role: skranke_citizen
-- in: $1 receiver or null, $2 code or null
-- out: many (id, name, size, verdict, sent)
SELECT id, name, size, verdict, sent FROM hearing_files($1::uuid, $2)
