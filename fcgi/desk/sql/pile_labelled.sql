-- pile_labelled: cases with a label, oldest first
-- role: skranke_desk
-- in: $1 key of the last row seen or null, $2 its id or null, $3 label
-- out: many (id, ref, release_id, state, received_at, due_at, applicant, assigned, mine, day,
--      day_text, news, key) -- news: something has happened since it was last looked at
SELECT c.id, c.ref, c.release_id, c.state, c.received_at, c.due_at, p.name AS applicant,
       u.name AS assigned, coalesce(c.assigned_to = (SELECT session_desk_user()), false) AS mine,
       d.day, coalesce(d.text, '') AS day_text, false AS news, c.received_at AS key
  FROM case_label l
  JOIN case_file c ON c.tenant_id = l.tenant_id AND c.id = l.case_id
  LEFT JOIN case_follow_up d ON d.tenant_id = c.tenant_id AND d.case_id = c.id
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user u ON u.id = c.assigned_to
 WHERE l.tenant_id = (SELECT session_tenant()) AND l.label = $3
   AND ($1::timestamptz IS NULL OR (c.received_at, c.id) > ($1::timestamptz, $2::uuid))
 ORDER BY c.received_at, c.id
 LIMIT 51
