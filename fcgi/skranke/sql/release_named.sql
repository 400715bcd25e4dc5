-- release_named: a release by its number, or by its author's version
-- role: skranke_owner
-- in: $1 service, $2 number or version
-- out: maybe (id, version, in_force, bundle)
SELECT id, version, in_force, bundle
  FROM template_release
 WHERE service = $1 AND $2 IN (version::text, label)
