-- access_put: note who looked at a case
-- role: skranke_desk
-- in: $1 ref, $2 what was seen
-- out: none
INSERT INTO access_log (tenant_id, case_id, desk_user_id, what)
SELECT s.tenant_id, s.case_id, session_desk_user(), $2
  FROM (SELECT current_setting('skranke.tenant', true) AS tenant_id, case_of($1) AS case_id) s
 WHERE s.case_id IS NOT NULL
