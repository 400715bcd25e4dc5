-- release_newest: which release of a service is in force
-- role: skranke_citizen skranke_desk skranke_postman skranke_clock
-- in: $1 service
-- out: maybe (id)
SELECT id FROM template_release WHERE service = $1 AND in_force
