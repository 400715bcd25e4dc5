-- release_retire: the release in force gives way, unless it is this very one
-- role: skranke_owner
-- in: $1 service, $2 sha256 of the new one
-- out: none
UPDATE template_release SET in_force = false WHERE service = $1 AND in_force AND sha256 <> $2
