-- draft_save: keep the answers given so far
-- role: skranke_citizen skranke_desk
-- in: $1 draft id, $2 revision it was read at, $3 answers with person:@n for the nth of, $4 pids,
--     $5 page
-- out: maybe (updated_at, expires_at) -- no row: gone, or saved elsewhere meanwhile
UPDATE draft d
   SET answers = a.answers, persons = a.persons, page = $5, revision = d.revision + 1,
       updated_at = now(), expires_at = now() + d.keep_days * interval '1 day', warned_at = NULL
  FROM answers_note($3, $4::text[]) a
 WHERE d.id = $1::uuid AND d.revision = $2::int
RETURNING d.updated_at, d.expires_at
