-- register_map: the map of a municipality, when it is another than the one that is held
-- role: skranke_citizen skranke_desk skranke_postman skranke_clock
-- in: $1 tenant, $2 sha256 of the one that is held, or empty
-- out: maybe (sha256, shapes); shapes is null when it is the same
SELECT sha256, CASE WHEN sha256 <> $2 THEN shapes END AS shapes FROM tenant_map WHERE tenant_id = $1
