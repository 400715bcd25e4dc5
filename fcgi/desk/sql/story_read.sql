-- story_read: the decision of a case as it stands, and the complaint against it
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (complaint_due, decided_at, outcome, place, start, text, decided_by, approved_by,
--      decided_on, replaces, change, reasons, conditions, complaint_received, complaint_late,
--      complaint_text, complaint_wanted, assessment, appeal_result, appeal_on, appeal_text)
SELECT (SELECT d.due_at FROM deadline d
         WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id AND d.event = 'deadline.complaint'
         ORDER BY d.due_at DESC LIMIT 1) AS complaint_due,
       c.decided_at, s.*
  FROM case_file c
 CROSS JOIN LATERAL case_story(c.tenant_id, c.id, now()) s
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
