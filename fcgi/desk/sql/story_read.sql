-- story_read: the decision of a case as it stands, and the complaint against it
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (complaint_due, complaint_waits, decided_at, outcome, place, start, text, decided_by,
--      approved_by, decided_on, replaces, change, reasons, conditions, complaint_received,
--      complaint_late, complaint_text, complaint_wanted, assessment, appeal_result, appeal_on,
--      appeal_text, until, remains, withheld, complaint_by) -- withheld: the complaint is not for
--      who asks to read
SELECT d.due_at AS complaint_due, d.set_at IS NOT NULL AND d.due_at IS NULL AS complaint_waits,
       c.decided_at, s.outcome, s.place, s.start, s.text, s.decided_by, s.approved_by, s.decided_on,
       s.replaces, s.change, s.reasons, s.conditions, s.complaint_received, s.complaint_late,
       CASE WHEN x.withheld THEN '' ELSE s.complaint_text END AS complaint_text,
       CASE WHEN x.withheld THEN '' ELSE s.complaint_wanted END AS complaint_wanted,
       s.assessment, s.appeal_result, s.appeal_on, s.appeal_text, u.*, x.withheld,
       case_complainant(c.tenant_id, c.id, now()) AS complaint_by
  FROM case_file c
  LEFT JOIN LATERAL (SELECT x.due_at, x.set_at FROM deadline x
                      WHERE x.tenant_id = c.tenant_id AND x.case_id = c.id
                        AND x.event = 'deadline.complaint'
                      ORDER BY x.set_at DESC, x.due_at DESC LIMIT 1) d ON true
 CROSS JOIN LATERAL case_story(c.tenant_id, c.id, now()) s
 CROSS JOIN LATERAL case_story_until(c.tenant_id, c.id, now()) u
 CROSS JOIN LATERAL (SELECT complaint_withheld(c.id) AS withheld) x
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
