-- access_ask: somebody asks to see the document of an entry
-- role: skranke_citizen
-- in: $1 id, $2 entry, $3 email, post or pickup, $4 name, $5 e-mail, $6 address, $7 what is wished
--     for, $8 the last day to answer, $9 the code that opens it
-- out: one (became) -- asked, now or with that code before; other: the code opens another request;
--      wait: too many just now; null: no such entry
SELECT access_ask($1::uuid, $2::uuid, $3, $4, $5, $6, $7,
       ($8::date + 1)::timestamp AT TIME ZONE 'Europe/Oslo' - interval '1 second', $9) AS became
