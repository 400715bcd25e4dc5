-- migration_patience: no statement of this transaction is in a hurry
-- role: skranke_owner
-- out: one (patience)
SELECT set_config('statement_timeout', '0', true) AS patience
