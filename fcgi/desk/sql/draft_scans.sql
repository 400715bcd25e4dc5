-- draft_scans: the scanned paper of an application that is being registered
-- role: skranke_desk
-- in: $1 draft id
-- out: many (id, name, size, verdict)
SELECT a.id, a.name, b.size, b.verdict
  FROM attachment a
  JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
 WHERE a.draft_id = $1::uuid AND a.kind = 'scan'
 ORDER BY a.created_at, a.name, a.id
