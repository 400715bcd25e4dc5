-- session_open_staff: the same for someone who has been given access to this municipality's desk
-- role: skranke_login
-- in: $1 session id, $2 token, $3 tenant, $4 sub, $5 sid, $6 acr, $7 sealed id_token, $8 csrf, $9
--     old token, $10 identity number or null
-- out: maybe (id) -- no row: no access
SELECT session_open($1::uuid, $2, $3, 'staff', NULL, u.id, $4, $5, $6, $7, $8, $9) AS id
  FROM desk_user_seen($3, $4, $10) AS u
