-- register_kindergartens: the kindergartens that may be wished for in a municipality
-- role: skranke_citizen skranke_desk skranke_postman skranke_clock
-- in: $1 tenant
-- out: many (id, name, address)
SELECT id, name, address FROM kindergarten WHERE tenant_id = $1 ORDER BY name, id
