-- release_put: a new release, in force from this commit on
-- role: skranke_owner
-- in: $1 id, $2 service, $3 sha256, $4 bundle
-- out: maybe (version) -- no row: the release in force is this very one
INSERT INTO template_release (id, service, version, sha256, bundle, in_force)
SELECT $1::uuid, $2, coalesce(max(version), 0) + 1, $3, $4, true
  FROM template_release
 WHERE service = $2
HAVING NOT coalesce(bool_or(in_force AND sha256 = $3), false)
RETURNING version
