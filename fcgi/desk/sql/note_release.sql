-- note_release: let the party see a note, as it was read
-- role: skranke_desk
-- in: $1 id, $2 revision it was read at
-- out: maybe (sha256) -- no row: changed or released meanwhile
UPDATE case_note SET released_at = now()
 WHERE id = $1::uuid AND revision = $2::int AND released_at IS NULL
RETURNING encode(sha256(convert_to(text, 'UTF8')), 'hex') AS sha256
