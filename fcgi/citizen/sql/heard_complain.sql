-- heard_complain: the complaint of such a one; see the function
-- role: skranke_citizen
-- in: $1 receiver or null, $2 code or null, $3 whether it is late, $4 text, $5 what is wanted
-- out: one (became) -- null: there is nothing to complain of
SELECT heard_complain($1::uuid, $2, $3::boolean, $4, $5) AS became
