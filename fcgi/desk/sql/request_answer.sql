-- request_answer: it is answered; see the function
-- role: skranke_desk
-- in: $1 request id, $2 outcome, $3 law, $4 reason, $5 what is given, KIND:ID each, $6 days it can
--     be fetched, $7 the code of the e-mail
-- out: one (became)
SELECT access_answer_put($1::uuid, $2, $3, $4, $5::text[], $6::int, $7) AS became
