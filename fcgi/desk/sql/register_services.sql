-- register_services: what I may register applications for
-- role: skranke_desk
-- out: many (id, service)
SELECT r.id, r.service
  FROM template_release r
 WHERE r.in_force AND r.service = ANY ((SELECT session_services(true))::text[])
 ORDER BY r.service
