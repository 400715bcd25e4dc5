-- case_events: what has happened in a case and who did it, oldest first; to: whom it concerns
-- role: skranke_desk
-- in: $1 ref
-- out: many (seq, at, event, from_state, to_state, actor, by, to, about)
SELECT e.seq, e.at, e.event, e.from_state, e.to_state, e.actor, u.name AS by,
       CASE WHEN t.id IS DISTINCT FROM e.actor_id THEN t.name END AS to,
       coalesce(e.data ->> 'about', '') AS about
  FROM case_event e
  LEFT JOIN desk_user u ON u.id = e.actor_id
  LEFT JOIN desk_user t ON t.id = CASE WHEN e.data ? 'to' THEN (e.data ->> 'to')::uuid END
 WHERE e.tenant_id = current_setting('skranke.tenant', true)
   AND e.case_id = (SELECT case_of($1))
 ORDER BY e.seq
