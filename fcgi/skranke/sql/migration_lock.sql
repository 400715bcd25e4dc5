-- migration_lock: one migration at a time, until the transaction ends; the number is ours alone
-- role: skranke_owner
-- out: one (locked)
SELECT pg_advisory_xact_lock(7361726)::text AS locked
