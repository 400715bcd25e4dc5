-- tenant_clear: before its lists are put anew: no kindergarten, and nobody with access at the desk
-- role: skranke_owner
-- in: $1 tenant
-- out: none
WITH gone AS (DELETE FROM kindergarten WHERE tenant_id = $1)
UPDATE desk_user SET services = '{}', role = 'reader' WHERE tenant_id = $1
