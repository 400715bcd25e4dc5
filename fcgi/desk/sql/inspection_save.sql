-- inspection_save: keep the note that is under way
-- role: skranke_desk
-- in: $1 ref, $2 its revision, or 0 of a new one, $3 JSON of what is typed, $4 the note that a new
--     one takes the place of, or null
-- out: one (saved) -- false: it was changed meanwhile
SELECT inspection_save($1, $2::int, $3::jsonb, $4::uuid) AS saved
