-- map_read: the map of a municipality, for a browser to draw
-- role: skranke_citizen
-- in: $1 tenant
-- out: maybe (shapes)
SELECT shapes FROM tenant_map WHERE tenant_id = $1
