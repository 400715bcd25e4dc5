-- case_scans: the scanned paper of a case
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, name, size, verdict)
SELECT a.id, a.name, b.size, b.verdict
  FROM attachment a
  JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
 WHERE a.tenant_id = current_setting('skranke.tenant', true)
   AND a.case_id = (SELECT case_of($1)) AND a.kind = 'scan'
 ORDER BY a.created_at, a.id
