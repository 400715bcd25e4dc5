-- trial_list: releases that are stored and newer than the one in force
-- role: skranke_desk
-- out: many (id, service, version, label, published_at)
SELECT r.id, r.service, r.version, coalesce(r.label, '') AS label, r.published_at
  FROM template_release r
 WHERE NOT r.in_force
   AND r.version > coalesce((SELECT f.version FROM template_release f WHERE f.service = r.service AND f.in_force), 0)
 ORDER BY r.published_at DESC
 LIMIT 50
