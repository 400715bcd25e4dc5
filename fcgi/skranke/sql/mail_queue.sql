-- mail_queue: how long the queue of each municipality is
-- role: skranke_owner
-- out: many (tenant, queued, oldest, in_hand, set_aside)
SELECT tenant, queued,
       CASE WHEN queued > 0 THEN to_char((now() - oldest_seconds * interval '1 second')
         AT TIME ZONE 'Europe/Oslo', 'YYYY-MM-DD HH24:MI') ELSE '-' END AS oldest,
       in_hand, set_aside
  FROM mail_queue_now
 ORDER BY tenant
