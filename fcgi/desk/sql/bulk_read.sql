-- bulk_read: the cases that were chosen
-- role: skranke_desk
-- in: $1 refs, a blank between
-- out: many (id, ref, service, release_id, state, revision, received_at, applicant, assigned_to,
--      assigned, closed, role, disqualified)
SELECT c.id, c.ref, c.service, c.release_id, c.state, c.revision, c.received_at,
       p.name AS applicant, c.assigned_to, u.name AS assigned, c.closed_at IS NOT NULL AS closed,
       session_role(c.service) AS role, case_disqualified(c.id) AS disqualified
  FROM case_file c
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user u ON u.id = c.assigned_to
 WHERE c.tenant_id = (SELECT session_tenant())
   AND c.ref = ANY (string_to_array($1, ' '))
 ORDER BY c.received_at, c.id
