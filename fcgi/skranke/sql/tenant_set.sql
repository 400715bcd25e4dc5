-- tenant_set: one setting of a municipality
-- role: skranke_owner
-- in: $1 tenant, $2 name, $3 value
-- out: none
UPDATE tenant SET settings = settings || jsonb_build_object($2::text, $3::text) WHERE id = $1
