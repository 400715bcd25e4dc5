-- mail_task_count: how many letters wait for a person, counted to a hundred
-- role: skranke_desk
-- out: one (n)
SELECT count(*) AS n
  FROM (SELECT FROM mail_task
         WHERE tenant_id = current_setting('skranke.tenant', true) AND closed_at IS NULL
         LIMIT 100) t
