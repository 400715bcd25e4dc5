-- work_ref: is there a case with this number, that one may see?
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (ref)
SELECT c.ref FROM case_file c WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
