-- receipt_verify: is this code a receipt of ours?  Tells nothing more.
-- role: skranke_citizen
-- in: $1 code in canonical form
-- out: one (genuine, tenant_name, received_on)
SELECT genuine, tenant_name, received_on FROM receipt_check($1)
