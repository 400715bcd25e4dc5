-- clock_due: the case with the deadline that has been due longest, locked; cases that others hold
-- are passed by
-- role: skranke_clock
-- in: $1 deadlines to pass over
-- out: maybe (deadline_id, event, due_at, tenant_id, case_id, revision, state, release_id,
--      received_at, answers, clocks, said, hearings)
SELECT d.id AS deadline_id, d.event, d.due_at, c.tenant_id, c.id AS case_id, c.revision, c.state,
       c.release_id,
       c.received_at, c.answers::text AS answers,
       (SELECT k.lines FROM case_clocks k
         WHERE k.tenant_id = c.tenant_id AND k.case_id = c.id) AS clocks,
       (SELECT w.lines FROM case_said w
         WHERE w.tenant_id = c.tenant_id AND w.case_id = c.id) AS said,
       (SELECT string_agg(q.words, ' ') FROM hearing_count q
         WHERE q.tenant_id = c.tenant_id AND q.case_id = c.id) AS hearings
  FROM deadline d
  JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
 WHERE d.due_at <= now() AND d.fired_at IS NULL AND d.cancelled_at IS NULL
       AND d.id <> ALL ($1::uuid[])
 ORDER BY d.due_at
 LIMIT 1
   FOR UPDATE OF c SKIP LOCKED
