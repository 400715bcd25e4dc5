-- remark_list: remarks of inspections that are open, in all cases, the nearest deadline first
-- role: skranke_desk
-- in: $1 deadline of the last row seen or null, $2 its id or null
-- out: many (id, ref, release_id, applicant, assigned, mine, n, text, due_on, late, told_at) --
--      told_at: when the party last said it is done
SELECT r.id, c.ref, c.release_id, p.name AS applicant, u.name AS assigned,
       coalesce(c.assigned_to = (SELECT session_desk_user()), false) AS mine,
       i.n || '.' || r.n AS n, r.text, r.due_on,
       r.due_on < (now() AT TIME ZONE 'Europe/Oslo')::date AS late,
       (SELECT max(m.at) FROM inspection_told t
          JOIN case_message m ON m.tenant_id = t.tenant_id AND m.case_id = t.case_id
           AND m.id = t.message_id
         WHERE t.tenant_id = r.tenant_id AND t.remark_id = r.id) AS told_at
  FROM inspection_remark r
  JOIN inspection i ON i.tenant_id = r.tenant_id AND i.id = r.inspection_id
  JOIN case_file c ON c.tenant_id = r.tenant_id AND c.id = r.case_id
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user u ON u.id = c.assigned_to
 WHERE r.tenant_id = (SELECT session_tenant()) AND r.closed_on IS NULL
   AND ($1::date IS NULL OR (r.due_on, r.id) > ($1::date, $2::uuid))
 ORDER BY r.due_on, r.id
 LIMIT 51
