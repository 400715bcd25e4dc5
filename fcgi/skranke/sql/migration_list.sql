-- migration_list: what has been applied, in order
-- role: skranke_owner
-- out: many (version, name, sha256, day)
SELECT version, name, sha256, to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
  FROM schema_migration
 ORDER BY version
