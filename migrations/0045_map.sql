-- The map of a municipality: its border, properties, roads and buildings, as `skranke tenant map` took it from GeoJSON.
-- shapes has a line for each ring or line (fcgi/geo/geo.h).  Not personal: who owns a property stands nowhere here.

SET LOCAL ROLE skranke_owner;

CREATE TABLE tenant_map (
	tenant_id text PRIMARY KEY REFERENCES tenant,
	shapes text NOT NULL CHECK (octet_length(shapes) <= 4194304),
	sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
GRANT SELECT ON tenant_map TO skranke_citizen, skranke_desk, skranke_postman, skranke_clock;
