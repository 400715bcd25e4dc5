-- access_put: note who looked at a case
-- role: skranke_desk
-- in: $1 ref, $2 what was seen
-- out: none
INSERT INTO access_log (tenant_id, case_id, desk_user_id, what)
SELECT c.tenant_id, c.id, session_desk_user(), $2
  FROM case_file c
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
