-- preliminary_goes: when the preliminary reply of a case goes by itself
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (goes_at)
SELECT d.due_at AS goes_at
  FROM deadline d
 WHERE d.tenant_id = current_setting('skranke.tenant', true)
   AND d.case_id = (SELECT case_of($1))
   AND d.event = 'deadline.preliminary' AND d.fired_at IS NULL AND d.cancelled_at IS NULL
