-- case_looks: who has looked at a case, newest first
-- role: skranke_desk
-- in: $1 ref, $2 how many to pass over
-- out: many (at, name, what) -- 101: one more than a page
SELECT l.at, u.name, l.what
  FROM (SELECT l.at, l.desk_user_id, l.what
          FROM access_log l
          JOIN case_file c ON c.tenant_id = l.tenant_id AND c.id = l.case_id
         WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
         UNION ALL
        SELECT at, desk_user_id, 'notice' FROM hearing_looks($1)) l
  LEFT JOIN desk_user u ON u.id = l.desk_user_id
 ORDER BY l.at DESC, u.name, l.what
OFFSET $2::int LIMIT 101
