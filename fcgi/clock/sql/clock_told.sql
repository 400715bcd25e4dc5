-- clock_told: deadlines whose letters have been told of, and that have no day yet.  A municipality may
-- give more days to complain than the three weeks of the law, as its letters then say
-- role: skranke_clock
-- out: many (id, after, workday, from_at)
SELECT d.id,
       CASE WHEN d.event = 'deadline.complaint' AND d.after = 'P3W'
                 AND t.settings ->> 'complaint-days'
                     ~ '^(2[2-9]|[3-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])$'
            THEN 'P' || (t.settings ->> 'complaint-days') || 'D' ELSE d.after END AS after,
       d.workday, d.from_at
  FROM deadline d
  JOIN tenant t ON t.id = d.tenant_id
 WHERE d.due_at IS NULL AND d.from_at IS NOT NULL
 ORDER BY d.from_at
 LIMIT 200
