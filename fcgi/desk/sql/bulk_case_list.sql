-- bulk_case_list: what an act on many did to each of them
-- role: skranke_desk
-- in: $1 act
-- out: many (ref, applicant, skipped, before, after, letter_id, title, parked)
SELECT c.ref, p.name AS applicant, b.skipped, f.name AS before, t.name AS after,
       d.id AS letter_id, d.title, o.parked_at IS NOT NULL AND d.id IS NULL AS parked
  FROM bulk_case b
  JOIN case_file c ON c.tenant_id = b.tenant_id AND c.id = b.case_id
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user f ON f.id = b.before_id
  LEFT JOIN desk_user t ON t.id = b.after_id
  LEFT JOIN outbox o ON o.id = b.outbox_id
  LEFT JOIN document d ON d.outbox_id = b.outbox_id
 WHERE b.tenant_id = (SELECT session_tenant()) AND b.act_id = $1::uuid
 ORDER BY c.received_at, c.id
