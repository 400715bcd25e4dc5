-- work_counts: how many cases each list has, counted to a thousand
-- role: skranke_desk
-- out: one (waiting, mine)
SELECT (SELECT count(*) FROM (SELECT FROM case_file c
         WHERE c.tenant_id = (SELECT session_tenant())
               AND c.due_at IS NOT NULL LIMIT 1000) n) AS waiting,
       (SELECT count(*) FROM (SELECT FROM case_file c
         WHERE c.tenant_id = (SELECT session_tenant())
               AND c.assigned_to = (SELECT session_desk_user())
           AND c.due_at IS NOT NULL LIMIT 1000) n) AS mine
