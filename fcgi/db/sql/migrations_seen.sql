-- migrations_seen: has the database had any migration, and may this role see which?  (none: null)
-- role: skranke_citizen skranke_desk skranke_login skranke_api skranke_postman skranke_clock skranke_owner
-- out: one (there, seen)
SELECT to_regclass('public.schema_migration') IS NOT NULL AS there,
       has_column_privilege(to_regclass('public.schema_migration'), 'version', 'SELECT') AS seen
