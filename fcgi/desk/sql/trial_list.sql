-- trial_list: releases that are stored and newer than the one in force, of services that I write
-- role: skranke_desk
-- out: many (id, service, version, label, published_at)
SELECT r.id, r.service, r.version, coalesce(r.label, '') AS label, r.published_at
  FROM template_release r
 WHERE NOT r.in_force AND r.service = ANY ((SELECT session_services_as('author'))::text[])
   AND NOT EXISTS (SELECT FROM template_release f
                    WHERE f.service = r.service AND f.in_force AND f.version > r.version)
 ORDER BY r.published_at DESC
 LIMIT 50
