-- letter_wait: what a letter says of the time that a case takes: what was prepared, how long it has
-- waited, how long such cases take
-- role: skranke_postman
-- in: $1 outbox id
-- out: maybe (reason, expected_on, clocks, received_at, most_days)
SELECT n.reason, n.expected_on, k.lines AS clocks, c.received_at, p.most_days
  FROM outbox o
  JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
  LEFT JOIN preliminary n ON n.tenant_id = c.tenant_id AND n.case_id = c.id
  LEFT JOIN case_clocks k ON k.tenant_id = c.tenant_id AND k.case_id = c.id
  LEFT JOIN case_pace p ON p.tenant_id = c.tenant_id AND p.service = c.service
 WHERE o.id = $1::uuid
