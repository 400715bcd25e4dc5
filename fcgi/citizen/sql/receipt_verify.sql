-- receipt_verify: is this code a receipt of this municipality?  Yes or no, and nothing more.
-- role: skranke_citizen
-- in: $1 code in canonical form
-- out: one (genuine)
SELECT receipt_check($1) AS genuine
