-- case_events: what has happened in a case and who did it, oldest first
-- role: skranke_desk
-- in: $1 ref
-- out: many (seq, at, event, from_state, to_state, actor, by)
SELECT e.seq, e.at, e.event, e.from_state, e.to_state, e.actor, u.name AS by
  FROM case_event e
  JOIN case_file c ON c.tenant_id = e.tenant_id AND c.id = e.case_id
  LEFT JOIN desk_user u ON u.id = e.actor_id
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
 ORDER BY e.seq
