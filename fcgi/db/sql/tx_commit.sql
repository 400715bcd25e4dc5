-- tx_commit: end the transaction, keeping what it did
-- role: any (a control statement; PostgreSQL does not plan it)
-- out: none
COMMIT
