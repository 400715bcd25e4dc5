-- case_scans: the scanned paper of a case
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, name, size, verdict)
SELECT a.id, a.name, b.size, b.verdict
  FROM case_file c
  JOIN attachment a ON a.tenant_id = c.tenant_id AND a.case_id = c.id AND a.kind = 'scan'
  JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
 ORDER BY a.created_at, a.id
