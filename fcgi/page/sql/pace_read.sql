-- pace_read: how long cases like this one take; no row while too few have been decided
-- role: skranke_citizen skranke_desk
-- in: $1 ref
-- out: maybe (half_days, most_days)
SELECT p.half_days, p.most_days
  FROM case_file c
  JOIN case_pace p ON p.tenant_id = c.tenant_id AND p.service = c.service
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.ref = $1
