-- pile_new: cases of mine, and of nobody's, where the applicant has sent something that nobody has
-- seen, or one who was heard complains; what has waited longest first
-- role: skranke_desk
-- in: $1 key of the last row seen or null, $2 its id or null
-- out: many (id, ref, release_id, state, received_at, due_at, applicant, assigned, mine, day,
--      day_text, news, key)
SELECT c.id, c.ref, c.release_id, c.state, c.received_at, c.due_at, p.name AS applicant,
       u.name AS assigned, coalesce(c.assigned_to = (SELECT session_desk_user()), false) AS mine,
       d.day, coalesce(d.text, '') AS day_text, true AS news, n.at AS key
  FROM (SELECT m.tenant_id, m.case_id, min(m.at) AS at
          FROM (SELECT tenant_id, case_id, at FROM case_message WHERE seen_at IS NULL
                 UNION ALL
                SELECT tenant_id, case_id, at FROM heard_complaint WHERE taken_at IS NULL) m
         WHERE m.tenant_id = (SELECT session_tenant())
         GROUP BY m.tenant_id, m.case_id) n
  JOIN case_file c ON c.tenant_id = n.tenant_id AND c.id = n.case_id
  LEFT JOIN case_follow_up d ON d.tenant_id = c.tenant_id AND d.case_id = c.id
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user u ON u.id = c.assigned_to
 WHERE c.service = ANY ((SELECT session_services(true))::text[])
   AND (c.assigned_to IS NULL OR c.assigned_to = (SELECT session_desk_user()))
   AND ($1::timestamptz IS NULL OR (n.at, c.id) > ($1::timestamptz, $2::uuid))
 ORDER BY n.at, c.id
 LIMIT 51
