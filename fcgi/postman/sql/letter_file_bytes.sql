-- letter_file_bytes: what goes with a letter that is not handed over yet
-- role: skranke_postman
-- in: $1 outbox id
-- out: many (name, media_type, sha256, hex)
SELECT name, media_type, sha256, hex
  FROM letter_file_bytes($1::uuid)
 UNION ALL
SELECT name, media_type, sha256, hex
  FROM hearing_file_bytes($1::uuid)
