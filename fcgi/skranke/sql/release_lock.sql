-- release_lock: one at a time puts releases in force; released with the transaction
-- role: skranke_owner
-- out: one (locked)
SELECT pg_advisory_xact_lock(hashtext('skranke templates'))::text AS locked
