-- work_read: what the desk has put on a case
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (follows, labels, day, day_text, day_by, day_at, day_revision) -- labels: a line each
SELECT f.case_id IS NOT NULL AS follows,
       (SELECT string_agg(l.label, E'\n' ORDER BY l.label) FROM case_label l
         WHERE l.tenant_id = c.tenant_id AND l.case_id = c.id) AS labels,
       d.day, coalesce(d.text, '') AS day_text, u.name AS day_by, d.set_at AS day_at,
       coalesce(d.revision, 0) AS day_revision
  FROM case_file c
  LEFT JOIN case_follow f ON f.tenant_id = c.tenant_id AND f.case_id = c.id
       AND f.desk_user_id = (SELECT session_desk_user())
  LEFT JOIN case_follow_up d ON d.tenant_id = c.tenant_id AND d.case_id = c.id
  LEFT JOIN desk_user u ON u.id = d.set_by
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.id = (SELECT case_of($1))
