-- mail_letter: the letters of an id (of the row or of the letter) or of a case reference
-- role: skranke_owner
-- in: $1 id or reference
-- out: many (id, document_id, tenant_id, ref, kind, created, attempts, stands, why, code)
SELECT o.id, d.id AS document_id, o.tenant_id, coalesce(c.ref, '-') AS ref,
       concat_ws(' ', o.kind, o.payload ->> 'template', 'to', o.payload ->> 'to') AS kind,
       to_char(o.created_at AT TIME ZONE 'Europe/Oslo', 'YYYY-MM-DD HH24:MI:SS') AS created,
       o.attempts,
       CASE WHEN o.done_at IS NOT NULL THEN 'done' WHEN o.parked_at IS NOT NULL THEN 'set aside'
            WHEN o.claimed_until > now() THEN 'in hand'
            WHEN o.next_at > now() THEN 'waits until ' || to_char(o.next_at
              AT TIME ZONE 'Europe/Oslo', 'YYYY-MM-DD HH24:MI:SS')
            ELSE 'due' END AS stands,
       coalesce(o.error, '') AS why, coalesce(k.code, '') AS code
  FROM outbox o
  LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
  LEFT JOIN document d ON d.outbox_id = o.id
  LEFT JOIN mail_task k ON k.outbox_id = o.id AND k.closed_at IS NULL
 WHERE o.id::text = $1 OR d.id::text = $1 OR c.ref = $1
 ORDER BY o.created_at, o.id
