-- tenant_unit_unknown: people at the desk whose file names a unit that the municipality has not
-- role: skranke_owner
-- in: $1 tenant
-- out: many (name, unit)
SELECT u.name, n.unit
  FROM desk_user u
 CROSS JOIN LATERAL unnest(u.units) AS n (unit)
 WHERE u.tenant_id = $1
   AND NOT EXISTS (SELECT FROM unit o
                    WHERE o.tenant_id = u.tenant_id AND o.id = n.unit AND o.in_use)
 ORDER BY u.name, n.unit
