-- tenant_area_put: where people of a unit live
-- role: skranke_owner
-- in: $1 tenant, $2 unit, $3 postcode, or the first and the last with - between, or null, $4
--     street or null
-- out: none
INSERT INTO unit_area (tenant_id, unit_id, first_postcode, last_postcode, street)
VALUES ($1, $2, left($3, 4), right($3, 4), $4)
