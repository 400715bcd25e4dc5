-- search_drop: remove a search of one's own
-- role: skranke_desk
-- in: $1 id
-- out: maybe (name)
DELETE FROM desk_search
 WHERE tenant_id = (SELECT session_tenant()) AND id = $1::uuid
   AND desk_user_id = (SELECT session_desk_user())
RETURNING name
