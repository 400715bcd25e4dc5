-- work_counts: how many cases each list has, counted to 100
-- role: skranke_desk
-- out: one (mine, ledige, snart, over, venter, alle)
SELECT (SELECT count(*) FROM (SELECT FROM case_file c
         WHERE c.tenant_id = (SELECT session_tenant()) AND c.open
           AND c.assigned_to = (SELECT session_desk_user()) LIMIT 100) n) AS mine,
       (SELECT count(*) FROM (SELECT FROM case_file c
         WHERE c.tenant_id = (SELECT session_tenant()) AND c.open
           AND c.assigned_to IS NULL LIMIT 100) n) AS ledige,
       (SELECT count(*) FROM (SELECT FROM case_file c
         WHERE c.tenant_id = (SELECT session_tenant()) AND c.open
           AND coalesce(c.due_at, 'infinity') >= now()
           AND coalesce(c.due_at, 'infinity') < now() + interval '7 days' LIMIT 100) n) AS snart,
       (SELECT count(*) FROM (SELECT FROM case_file c
         WHERE c.tenant_id = (SELECT session_tenant()) AND c.open
           AND coalesce(c.due_at, 'infinity') < now() LIMIT 100) n) AS over,
       (SELECT count(*) FROM (SELECT FROM case_file c
         WHERE c.tenant_id = (SELECT session_tenant()) AND c.open
           AND c.ball = 'applicant' LIMIT 100) n) AS venter,
       (SELECT count(*) FROM (SELECT FROM case_file c
         WHERE c.tenant_id = (SELECT session_tenant()) AND c.open LIMIT 100) n) AS alle
