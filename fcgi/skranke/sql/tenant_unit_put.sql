-- tenant_unit_put: one unit of a municipality, in use
-- role: skranke_owner
-- in: $1 tenant, $2 id, $3 name
-- out: none
INSERT INTO unit (tenant_id, id, name)
VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, in_use = true
