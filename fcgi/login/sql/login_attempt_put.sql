-- login_attempt_put: remember what the callback will need; state and browser are stored as hashes
-- role: skranke_login
-- in: $1 state, $2 tenant, $3 client, $4 nonce, $5 verifier, $6 return_to, $7 browser, $8 acr asked
--     for
-- out: one ()
SELECT login_attempt_put($1, $2, $3, $4, $5, $6, $7, $8)
