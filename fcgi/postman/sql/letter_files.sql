-- letter_files: what goes with a letter, as the letter names it
-- role: skranke_postman
-- in: $1 outbox id
-- out: many (name, size, sha256)
SELECT f.name, f.size, f.sha256
  FROM letter_file f
 WHERE f.outbox_id = $1::uuid
 ORDER BY f.n
