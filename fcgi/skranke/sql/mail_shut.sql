-- mail_shut: the ways that nothing is sent for a while
-- role: skranke_owner
-- out: many (tenant, channel, form, failures, until)
SELECT tenant_id AS tenant, channel, CASE WHEN print THEN 'paper' ELSE 'digital' END AS form,
       failures,
       to_char(open_until AT TIME ZONE 'Europe/Oslo', 'YYYY-MM-DD HH24:MI') AS until
  FROM mail_lane
 WHERE open_until > now()
 ORDER BY tenant_id, channel, print
