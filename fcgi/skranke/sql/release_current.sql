-- release_current: the release of a service that is in force
-- role: skranke_owner
-- in: $1 service
-- out: maybe (id, version, sha256, bundle)
SELECT id, version, sha256, bundle FROM template_release WHERE service = $1 AND in_force
