-- fee_days: days of municipalities whose fees are not written to a file yet; an hour after the day
-- is over, so that whoever was about to add to it is done
-- role: skranke_owner
-- in: nothing
-- out: many (tenant_id, day)
SELECT DISTINCT f.tenant_id, f.due_on::text AS day
  FROM case_fee f
 WHERE f.due_on < oslo_day(now() - interval '1 hour') AND f.amount <> 0
   AND NOT EXISTS (SELECT FROM fee_export x WHERE x.tenant_id = f.tenant_id AND x.day = f.due_on)
 ORDER BY f.tenant_id, day
