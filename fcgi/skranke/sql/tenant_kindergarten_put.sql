-- tenant_kindergarten_put: one kindergarten
-- role: skranke_owner
-- in: $1 tenant, $2 id, $3 name, $4 address, $5 places under three, $6 places over three
-- out: none
INSERT INTO kindergarten (tenant_id, id, name, address, places_small, places_large)
VALUES ($1, $2, $3, $4, $5::int, $6::int)
