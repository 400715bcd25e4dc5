-- export_log: note that these cases were taken out in a file
-- role: skranke_desk
-- in: $1 ids
-- out: none
INSERT INTO access_log (tenant_id, case_id, desk_user_id, what)
SELECT c.tenant_id, c.id, session_desk_user(), 'export'
  FROM case_file c
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.id = ANY ($1::uuid[])
