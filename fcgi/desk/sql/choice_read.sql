-- choice_read: which columns one has chosen to see
-- role: skranke_desk
-- out: maybe (columns)
SELECT array_to_string(d.columns, ' ') AS columns
  FROM desk_choice d
 WHERE d.tenant_id = (SELECT session_tenant()) AND d.desk_user_id = (SELECT session_desk_user())
