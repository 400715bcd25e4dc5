-- migration_there: has the first migration been applied?
-- role: skranke_owner
-- out: one (there)
SELECT to_regclass('public.schema_migration') IS NOT NULL AS there
