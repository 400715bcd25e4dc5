-- session_open_citizen: note the person, end the browser's old session and open a new one
-- role: skranke_login
-- in: $1 session id, $2 token, $3 tenant, $4 pid, $5 name, $6 email, $7 phone, $8 language,
--     $9 sub, $10 sid, $11 acr, $12 sealed id_token, $13 csrf, $14 old token,
--     $15 what is said of the address, or null
-- out: one (id)
SELECT session_open($1::uuid, $2, $3, 'citizen',
       person_graded_seen(person_seen($4, $5, $6, $7, $8), $15), NULL,
       $9, $10, $11, $12, $13, $14) AS id
