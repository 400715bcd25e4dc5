-- proposal_list: cases that wait for approval, longest first
-- role: skranke_desk
-- out: many (ref, service, release_id, applicant, proposed_by, proposed_at, mine)
SELECT c.ref, c.service, c.release_id, p.name AS applicant, u.name AS proposed_by, c.proposed_at,
       c.proposed_by = (SELECT session_desk_user()) AS mine
  FROM case_file c
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user u ON u.id = c.proposed_by
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.proposed_at IS NOT NULL
 ORDER BY c.proposed_at, c.id
 LIMIT 200
