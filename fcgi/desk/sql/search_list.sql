-- search_list: the searches one has saved, and those that colleagues share
-- role: skranke_desk
-- out: many (id, name, query, shared, mine, by)
SELECT s.id, s.name, s.query, s.shared, s.desk_user_id = (SELECT session_desk_user()) AS mine,
       u.name AS by
  FROM desk_search s
  JOIN desk_user u ON u.id = s.desk_user_id
 WHERE s.tenant_id = (SELECT session_tenant())
 ORDER BY s.desk_user_id <> (SELECT session_desk_user()), s.name, s.id
 LIMIT 100
