-- work_staff: who may have cases in the municipality
-- role: skranke_desk
-- out: many (id, name)
SELECT u.id, u.name
  FROM desk_user u
 WHERE u.tenant_id = (SELECT session_tenant())
   AND EXISTS (SELECT FROM desk_right d WHERE d.tenant_id = u.tenant_id AND d.desk_user_id = u.id
                  AND d.role IN ('caseworker', 'leader'))
 ORDER BY u.name, u.id
