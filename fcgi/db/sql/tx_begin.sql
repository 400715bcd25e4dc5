-- tx_begin: open the transaction
-- role: any (a control statement; PostgreSQL does not plan it)
-- out: none
BEGIN
