-- preliminary_read: what is prepared for the preliminary reply of a case, and when it goes
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (reason, expected_on, revision, written_by, clocks, received_at, most_days, goes_at)
SELECT coalesce(n.reason, '') AS reason, coalesce(n.expected_on::text, '') AS expected_on,
       coalesce(n.revision, 0) AS revision, u.name AS written_by,
       k.lines AS clocks, c.received_at, p.most_days, d.due_at AS goes_at
  FROM case_file c
  LEFT JOIN preliminary n ON n.tenant_id = c.tenant_id AND n.case_id = c.id
  LEFT JOIN desk_user u ON u.id = n.written_by
  LEFT JOIN case_clocks k ON k.tenant_id = c.tenant_id AND k.case_id = c.id
  LEFT JOIN case_pace p ON p.tenant_id = c.tenant_id AND p.service = c.service
  LEFT JOIN deadline d ON d.tenant_id = c.tenant_id AND d.case_id = c.id
       AND d.event = 'deadline.preliminary' AND d.fired_at IS NULL AND d.cancelled_at IS NULL
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
