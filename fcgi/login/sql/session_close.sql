-- session_close: end the session of a token, when the form token is its own
-- role: skranke_login
-- in: $1 token, $2 csrf
-- out: maybe (client, id_token) -- no row: ended already, or not its form token
SELECT client, id_token
  FROM session_close($1, $2)
