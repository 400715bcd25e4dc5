-- release_put: a new release, not in force yet
-- role: skranke_owner
-- in: $1 id, $2 service, $3 the author's version or NULL, $4 sha256, $5 bundle
-- out: one (version)
INSERT INTO template_release (id, service, version, label, sha256, bundle)
SELECT $1::uuid, $2, coalesce(max(version), 0) + 1, $3, $4, $5
  FROM template_release
 WHERE service = $2
RETURNING version
