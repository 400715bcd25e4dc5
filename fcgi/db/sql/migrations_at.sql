-- migrations_at: the latest migration that the database has had
-- role: skranke_citizen skranke_desk skranke_login skranke_api skranke_postman skranke_clock skranke_owner
-- out: one (version)
SELECT coalesce(max(version), 0) AS version FROM schema_migration
