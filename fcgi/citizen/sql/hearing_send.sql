-- hearing_send: tell those who have not been told this yet; see the function
-- role: skranke_citizen
-- in: $1 draft id, $2 revision it was read at, $3 hearing, $4 letter, $5 days to answer, $6 what is
--     told, as JSON, $7 to whom, as a JSON array
-- out: one (n) -- letters; null: the draft was changed meanwhile
SELECT hearing_send($1::uuid, $2::int, $3, $4, $5::int, $6::jsonb, $7::jsonb) AS n
