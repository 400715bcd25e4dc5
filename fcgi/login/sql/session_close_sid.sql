-- session_close_sid: end every session that stands on one session at the provider
-- role: skranke_login
-- in: $1 client, $2 sid
-- out: one (closed) -- how many were open
SELECT session_close_sid($1, $2) AS closed
