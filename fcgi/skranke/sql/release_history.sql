-- release_history: which release of a service was in force from when, by whom; newest first
-- role: skranke_owner
-- in: $1 service
-- out: many (version, at, by_whom)
SELECT r.version, f.at, coalesce(f.by_whom, '') AS by_whom
  FROM release_force f JOIN template_release r ON r.id = f.release_id
 WHERE f.service = $1
 ORDER BY f.id DESC
