-- case_present: who else has had the case open in the last few minutes
-- role: skranke_desk
-- in: $1 ref
-- out: many (name, what, at)
SELECT p.name, p.what, p.at
  FROM case_file c
 CROSS JOIN LATERAL case_present(c.id) p
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
 ORDER BY p.at DESC
