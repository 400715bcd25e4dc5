-- inspection_send: send the note that is under way
-- role: skranke_desk
-- in: $1 ref, $2 its revision, $3 JSON of it as judged, $4 template of its letter, $5 its id,
--     $6 outbox id
-- out: one (n) -- its number in the case; null: it was changed meanwhile, or is sent
SELECT inspection_send($1, $2::int, $3::jsonb, $4, $5::uuid, $6::uuid) AS n
