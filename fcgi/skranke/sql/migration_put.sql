-- migration_put: note what has been applied
-- role: skranke_owner
-- in: $1 version, $2 name, $3 sha256
-- out: none
INSERT INTO schema_migration (version, name, sha256) VALUES ($1::int, $2, $3)
