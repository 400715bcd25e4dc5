-- trial_read: what a release is, of a service that I write
-- role: skranke_desk
-- in: $1 release id
-- out: maybe (version, in_force, published_at)
SELECT r.version, r.in_force, r.published_at
  FROM template_release r
 WHERE r.id = $1::uuid AND r.service = ANY ((SELECT session_services_as('author'))::text[])
