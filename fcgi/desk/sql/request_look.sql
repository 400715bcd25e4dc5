-- request_look: note who looked at a case through a request to see a document of it
-- role: skranke_desk
-- in: $1 request id
-- out: none
INSERT INTO access_log (tenant_id, case_id, desk_user_id, what)
SELECT c.tenant_id, c.id, session_desk_user(), 'request'
  FROM access_request r
  JOIN case_file c ON c.tenant_id = r.tenant_id AND c.id = r.case_id
 WHERE r.tenant_id = current_setting('skranke.tenant', true) AND r.id = $1::uuid
