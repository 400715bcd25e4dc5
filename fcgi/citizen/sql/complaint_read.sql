-- complaint_read: what the person needs to complain: the time left, and what they have begun; and
-- to take it back: whether it is of another, and the day that the decision holds until
-- role: skranke_citizen
-- in: $1 ref
-- out: maybe (due_at, waits, late, text, wanted, updated_at, named_body, others, until)
SELECT d.due_at, d.set_at IS NOT NULL AND d.due_at IS NULL AS waits,
       coalesce(d.due_at < now(), false) AS late, b.text, b.wanted, b.updated_at,
       t.settings ->> (c.service || '.complaint-body') AS named_body,
       case_complainant(c.tenant_id, c.id, now()) IS NOT NULL AS others, u.until
  FROM case_file c
  JOIN tenant t ON t.id = c.tenant_id
  LEFT JOIN LATERAL (SELECT x.due_at, x.set_at FROM deadline x
                      WHERE x.tenant_id = c.tenant_id AND x.case_id = c.id
                        AND x.event = 'deadline.complaint'
                      ORDER BY x.set_at DESC, x.due_at DESC LIMIT 1) d ON true
  LEFT JOIN complaint_draft b ON b.tenant_id = c.tenant_id AND b.case_id = c.id
 CROSS JOIN LATERAL case_story_until(c.tenant_id, c.id, now()) u
 WHERE c.ref = $1
