-- release_list: every release of one service or of all, newest first within a service
-- role: skranke_owner
-- in: $1 service, or empty for all
-- out: many (service, version, label, in_force, sha256, published_at)
SELECT service, version, coalesce(label, '') AS label, in_force, sha256, published_at
  FROM template_release
 WHERE $1 = '' OR service = $1
 ORDER BY service, version DESC
