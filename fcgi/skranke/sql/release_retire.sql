-- release_retire: the release in force gives way
-- role: skranke_owner
-- in: $1 service
-- out: none
UPDATE template_release SET in_force = false WHERE service = $1 AND in_force
