-- mail_waiting: what waits for a person, oldest first
-- role: skranke_owner
-- out: many (since, id, tenant_id, ref, kind, attempts, how, why)
SELECT to_char(o.created_at AT TIME ZONE 'Europe/Oslo', 'YYYY-MM-DD HH24:MI') AS since, o.id,
       o.tenant_id, coalesce(c.ref, '-') AS ref,
       concat_ws(' ', o.kind, o.payload ->> 'template') AS kind, o.attempts,
       CASE WHEN k.id IS NOT NULL THEN k.code WHEN v.id IS NOT NULL THEN 'uncertain'
            ELSE 'set aside' END AS how,
       coalesce(nullif(o.error, ''), nullif(v.error, ''), 'nobody has said why') AS why
  FROM outbox o
  LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
  LEFT JOIN mail_task k ON k.outbox_id = o.id AND k.closed_at IS NULL
  LEFT JOIN LATERAL (SELECT d.id, d.error FROM delivery d
                      WHERE d.outbox_id = o.id AND d.state = 'uncertain'
                      ORDER BY d.begun_at DESC LIMIT 1) v ON true
 WHERE (o.done_at IS NULL AND o.parked_at IS NOT NULL) OR k.id IS NOT NULL
 ORDER BY o.created_at, o.id
