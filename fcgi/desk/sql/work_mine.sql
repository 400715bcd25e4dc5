-- work_mine: cases that I have and that wait for an answer, oldest first
-- role: skranke_desk
-- in: $1 key of the last row seen or null, $2 its id or null
-- out: many (id, ref, service, release_id, state, received_at, due_at, applicant, assigned, mine)
SELECT c.id, c.ref, c.service, c.release_id, c.state, c.received_at, c.due_at, p.name AS applicant,
       u.name AS assigned, c.assigned_to = (SELECT session_desk_user()) AS mine
  FROM case_file c
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user u ON u.id = c.assigned_to
 WHERE c.tenant_id = (SELECT session_tenant())
   AND c.assigned_to = (SELECT session_desk_user()) AND c.due_at IS NOT NULL
   AND ($1::timestamptz IS NULL OR (c.received_at, c.id) > ($1::timestamptz, $2::uuid))
 ORDER BY c.received_at, c.id
 LIMIT 51
