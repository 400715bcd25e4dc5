-- login_attempt_take: use an attempt up; it is taken once, by the browser that began it, within 15
-- minutes
-- role: skranke_login
-- in: $1 state, $2 browser
-- out: maybe (tenant_id, client, nonce, verifier, return_to, acr)
SELECT tenant_id, client, nonce, verifier, return_to, acr
  FROM login_attempt_take($1, $2)
