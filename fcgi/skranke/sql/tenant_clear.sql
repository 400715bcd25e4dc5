-- tenant_clear: before its lists are put anew: no kindergarten, no unit in use, and nobody with a
-- right at the desk
-- role: skranke_owner
-- in: $1 tenant
-- out: none
WITH kindergartens AS (DELETE FROM kindergarten WHERE tenant_id = $1),
     areas AS (DELETE FROM unit_area WHERE tenant_id = $1),
     units AS (UPDATE unit SET in_use = false WHERE tenant_id = $1),
     rights AS (DELETE FROM desk_right WHERE tenant_id = $1)
UPDATE desk_user SET units = '{}', graded = false WHERE tenant_id = $1
