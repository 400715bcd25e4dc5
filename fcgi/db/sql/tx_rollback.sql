-- tx_rollback: end the transaction, keeping nothing
-- role: any (a control statement; PostgreSQL does not plan it)
-- out: none
ROLLBACK
