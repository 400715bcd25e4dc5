-- pile_follow_up: cases that I have or that I set the day of, the nearest day first
-- role: skranke_desk
-- in: $1 key of the last row seen or null, $2 its id or null
-- out: many (id, ref, release_id, state, received_at, due_at, applicant, assigned, mine, day,
--      day_text, news, key) -- news: something has happened since it was last looked at
SELECT c.id, c.ref, c.release_id, c.state, c.received_at, c.due_at, p.name AS applicant,
       u.name AS assigned, coalesce(c.assigned_to = (SELECT session_desk_user()), false) AS mine,
       d.day, coalesce(d.text, '') AS day_text, false AS news, d.day AS key
  FROM case_follow_up d
  JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user u ON u.id = c.assigned_to
 WHERE d.tenant_id = (SELECT session_tenant()) AND d.day IS NOT NULL
   AND (SELECT session_desk_user()) IN (c.assigned_to, d.set_by)
   AND ($1::date IS NULL OR (d.day, d.case_id) > ($1::date, $2::uuid))
 ORDER BY d.day, d.case_id
 LIMIT 51
