-- session_use_desk: whose the transaction's token is, while it is live; keeps the session awake
-- role: skranke_desk
-- in: nothing; the settings of the transaction say token and tenant
-- out: maybe (session_id, client, person_id, desk_user_id, name, csrf, acr, roles) -- no row: not
--      logged in
SELECT session_id, client, person_id, desk_user_id, name, csrf, acr, roles
  FROM session_use()
 WHERE client = 'staff'
