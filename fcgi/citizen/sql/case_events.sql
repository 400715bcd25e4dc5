-- case_events: what has happened in one of the person's cases, oldest first; not how the desk
-- shared its work
-- role: skranke_citizen
-- in: $1 ref
-- out: many (seq, at, event, from_state, to_state, actor, by) -- by: the other party who did it
SELECT e.seq, e.at, e.event, e.from_state, e.to_state, e.actor,
       (SELECT p.name FROM case_party p
         WHERE p.tenant_id = e.tenant_id AND p.case_id = e.case_id AND p.person_id = e.actor_id
           AND e.actor = 'applicant' AND p.person_id <> session_person()
         ORDER BY p.party LIMIT 1) AS by
  FROM case_event e
  JOIN case_file c ON c.tenant_id = e.tenant_id AND c.id = e.case_id
 WHERE c.ref = $1 AND e.event NOT LIKE 'desk.%'
 ORDER BY e.seq
