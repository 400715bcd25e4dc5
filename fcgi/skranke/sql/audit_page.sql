-- audit_page: the events of the next cases, in order; a case without events gives one row with seq
-- null
-- role: skranke_owner
-- in: $1 tenant and $2 case id of the last case read ('' and null UUID to begin), $3 how many cases
-- out: many (tenant_id, case_id, ref, state, events, head_sha256, seq, at, event, from_state,
--      to_state, actor, actor_id, data, prev_sha256, sha256)
SELECT c.tenant_id, c.id AS case_id, c.ref, c.state, c.events, c.head_sha256, e.seq,
       to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
       e.event, e.from_state, e.to_state, e.actor, e.actor_id, e.data::text AS data, e.prev_sha256,
       e.sha256
  FROM (SELECT * FROM case_file
         WHERE (tenant_id, id) > ($1, $2::uuid)
         ORDER BY tenant_id, id
         LIMIT $3::int) c
  LEFT JOIN case_event e ON e.tenant_id = c.tenant_id AND e.case_id = c.id
 ORDER BY c.tenant_id, c.id, e.seq
