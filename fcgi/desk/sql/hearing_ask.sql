-- hearing_ask: ask a body for its view of a case; see the function
-- role: skranke_desk
-- in: $1 ref, $2 hearing, $3 letter, $4 days to answer, $5 what is told, as JSON, $6 to whom, as
--     JSON
-- out: one (sent)
SELECT hearing_ask($1, $2, $3, $4::int, $5::jsonb, $6::jsonb) AS sent
