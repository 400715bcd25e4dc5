-- case_events: what has happened in one of the person's cases, oldest first; not how the desk
-- shared its work
-- role: skranke_citizen
-- in: $1 ref
-- out: many (seq, at, event, from_state, to_state, actor)
SELECT e.seq, e.at, e.event, e.from_state, e.to_state, e.actor
  FROM case_event e
  JOIN case_file c ON c.tenant_id = e.tenant_id AND c.id = e.case_id
 WHERE c.ref = $1 AND e.event NOT LIKE 'desk.%'
 ORDER BY e.seq
