-- audit_page: the events of the next cases, in order; a case without events gives one row with seq
-- null, a case that was removed the times and hashes that are left
-- role: skranke_owner
-- in: $1 tenant and $2 case id of the last case read ('' and null UUID to begin), $3 how many cases
-- out: many (tenant_id, case_id, ref, state, events, head_sha256, removed, seq, at, event,
--      from_state, to_state, actor, actor_id, data, prev_sha256, sha256)
SELECT c.tenant_id, c.case_id, c.ref, c.state, c.events, c.head_sha256, c.removed, e.seq,
       to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
       e.event, e.from_state, e.to_state, e.actor, e.actor_id, e.data::text AS data, e.prev_sha256,
       e.sha256
  FROM (SELECT * FROM (
            (SELECT tenant_id, id AS case_id, ref, state, events, head_sha256, false AS removed
               FROM case_file
              WHERE (tenant_id, id) > ($1, $2::uuid)
              ORDER BY tenant_id, id LIMIT $3::int)
             UNION ALL
            (SELECT tenant_id, case_id, '-', NULL, events, head_sha256, true
               FROM case_removed
              WHERE (tenant_id, case_id) > ($1, $2::uuid)
              ORDER BY tenant_id, case_id LIMIT $3::int)) both_kinds
         ORDER BY tenant_id, case_id, removed LIMIT $3::int) c
  LEFT JOIN LATERAL (
       SELECT seq, at, event, from_state, to_state, actor, actor_id, data, prev_sha256, sha256
         FROM case_event
        WHERE NOT c.removed AND tenant_id = c.tenant_id AND case_id = c.case_id
        UNION ALL
       SELECT u.seq::int, u.at, NULL, NULL, NULL, NULL, NULL, NULL, NULL, u.sha256
         FROM case_removed r,
              unnest(r.event_at, r.event_sha256) WITH ORDINALITY AS u (at, sha256, seq)
        WHERE c.removed AND r.tenant_id = c.tenant_id AND r.case_id = c.case_id) e ON true
 ORDER BY c.tenant_id, c.case_id, c.removed, e.seq
