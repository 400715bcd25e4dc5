-- work_services: the release in force of each service that one may see cases of
-- role: skranke_desk
-- out: many (service, release_id)
SELECT r.service, r.id AS release_id
  FROM template_release r
 WHERE r.in_force AND r.service = ANY ((SELECT session_services(false))::text[])
 ORDER BY r.service
