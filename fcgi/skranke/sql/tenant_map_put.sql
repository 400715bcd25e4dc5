-- tenant_map_put: the map of a municipality, in place of the one it had
-- role: skranke_owner
-- in: $1 tenant, $2 shapes
-- out: maybe (name): none when there is no such municipality
WITH put AS (
	INSERT INTO tenant_map (tenant_id, shapes, sha256)
	SELECT id, $2, encode(sha256(convert_to($2, 'UTF8')), 'hex') FROM tenant WHERE id = $1
	ON CONFLICT (tenant_id) DO UPDATE SET shapes = excluded.shapes, sha256 = excluded.sha256
	RETURNING tenant_id)
SELECT t.name FROM put JOIN tenant t ON t.id = put.tenant_id
