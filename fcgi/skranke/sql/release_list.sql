-- release_list: every release, newest first within a service
-- role: skranke_owner
-- out: many (service, version, in_force, sha256, published_at)
SELECT service, version, in_force, sha256, published_at FROM template_release ORDER BY service,
       version DESC
