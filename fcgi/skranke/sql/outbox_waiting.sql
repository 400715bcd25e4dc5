-- outbox_waiting: what the postman has put aside, oldest first
-- role: skranke_owner
-- out: many (since, id, tenant_id, ref, kind, attempts, how, why)
SELECT to_char(o.created_at AT TIME ZONE 'Europe/Oslo', 'YYYY-MM-DD HH24:MI') AS since, o.id,
       o.tenant_id, c.ref,
       concat_ws(' ', o.kind, o.payload ->> 'template') AS kind, o.attempts,
       CASE WHEN v.id IS NULL THEN 'parked' ELSE 'uncertain' END AS how, coalesce(o.error, v.error,
       '') AS why
  FROM outbox o
  LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
  LEFT JOIN delivery v ON v.outbox_id = o.id AND v.state = 'uncertain'
 WHERE o.done_at IS NULL AND (o.parked_at IS NOT NULL OR v.id IS NOT NULL)
 ORDER BY o.created_at, o.id
