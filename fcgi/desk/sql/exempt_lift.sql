-- exempt_lift: the party sees a document again
-- role: skranke_desk
-- in: $1 ref, $2 file | letter | note, $3 its id
-- out: maybe (law) -- no row: it was not exempt
UPDATE exemption x SET lifted_by = session_desk_user(), lifted_at = now()
  FROM case_file c
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1 AND x.tenant_id = c.tenant_id
   AND x.case_id = c.id AND x.kind = $2 AND x.thing_id = $3::uuid AND x.lifted_at IS NULL
RETURNING x.law
