-- right_list: who has which rights at the desk, to an administrator: of the services they have that
-- for
-- role: skranke_desk
-- out: many (name, units, graded, role, services) -- a row for each role of a person; services:
--      each as its id, = and its release in force, if there is one; blanks between; '*=' for all
SELECT u.name,
       (SELECT string_agg(coalesce(o.name, n.id), ', ' ORDER BY o.name)
          FROM unnest(u.units) AS n (id)
          LEFT JOIN unit o ON o.tenant_id = u.tenant_id AND o.id = n.id) AS units,
       u.graded, d.role,
       string_agg(d.service || '=' || coalesce(t.id::text, ''), ' ' ORDER BY d.service) AS services
  FROM desk_right d
  JOIN desk_user u ON u.tenant_id = d.tenant_id AND u.id = d.desk_user_id
  LEFT JOIN template_release t ON t.service = d.service AND t.in_force
 WHERE d.tenant_id = (SELECT session_tenant())
   AND ARRAY['*', d.service] && (SELECT session_services_as('administrator'))
 GROUP BY u.id, u.tenant_id, u.name, u.units, u.graded, d.role
 ORDER BY u.name, u.id,
       array_position('{leader,caseworker,reader,author,administrator}', d.role)
