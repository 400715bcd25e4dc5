-- case_aside: what else a case's page says: until when its decision may be complained of, whether
--      who is at the desk may say whose address is graded, and what caseworkers have said of it
-- role: skranke_desk
-- in: $1 ref
-- out: one (complain_by, complain_waits, may_grade, said) -- complain_waits: the party is not told
--      of the decision yet
SELECT d.due_at AS complain_by, d.set_at IS NOT NULL AND d.due_at IS NULL AS complain_waits,
       session_graded() AS may_grade,
       (SELECT w.lines FROM case_said w
         WHERE w.tenant_id = c.tenant_id AND w.case_id = c.id) AS said
  FROM (SELECT current_setting('skranke.tenant', true) AS tenant_id, case_of($1) AS id) c
  LEFT JOIN LATERAL (SELECT x.due_at, x.set_at FROM deadline x
                      WHERE x.tenant_id = c.tenant_id AND x.case_id = c.id
                        AND x.event = 'deadline.complaint' AND x.cancelled_at IS NULL
                      ORDER BY x.set_at DESC, x.due_at DESC LIMIT 1) d ON true
