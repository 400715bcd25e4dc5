-- note_save: change one's own note; what it said is kept
-- role: skranke_desk
-- in: $1 id, $2 revision it was read at, $3 text
-- out: maybe (revision) -- no row: changed or released meanwhile
UPDATE case_note SET text = $3
 WHERE id = $1::uuid AND revision = $2::int AND released_at IS NULL
RETURNING revision
