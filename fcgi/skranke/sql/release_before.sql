-- release_before: the release that was in force before the one that is now
-- role: skranke_owner
-- in: $1 service
-- out: maybe (id, version)
SELECT r.id, r.version
  FROM release_force f JOIN template_release r ON r.id = f.release_id
 WHERE f.service = $1 AND NOT r.in_force
 ORDER BY f.id DESC
 LIMIT 1
