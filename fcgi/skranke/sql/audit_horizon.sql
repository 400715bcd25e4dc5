-- audit_horizon: the municipalities, and the time up to which all that will ever be written of
-- their cases is written: an event has the time that its transaction began, and none lasts so long
-- role: skranke_owner
-- out: many (tenant_id, horizon)
SELECT t.id AS tenant_id,
       to_char(date_trunc('second', now() - interval '15 minutes') AT TIME ZONE 'UTC',
               'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS horizon
  FROM tenant t
 ORDER BY t.id
