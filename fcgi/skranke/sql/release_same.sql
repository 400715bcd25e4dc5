-- release_same: the release of a service that was stored with this very text
-- role: skranke_owner
-- in: $1 service, $2 sha256
-- out: maybe (id, version)
SELECT id, version
  FROM template_release
 WHERE service = $1 AND sha256 = $2
 ORDER BY version DESC LIMIT 1
