-- statement_reply: one's view, once it is written; see the function
-- role: skranke_citizen
-- in: $1 receiver or null, $2 code or null, $3 what was read, $4 none or remarks, $5 text
-- out: one (became) -- null: no such receiver
SELECT hearing_reply($1::uuid, $2, $3::uuid, $4, $5) AS became
