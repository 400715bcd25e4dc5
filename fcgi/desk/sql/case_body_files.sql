-- case_body_files: the letters of the complaint body that were attached to a case
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, name, size, verdict, open) -- open: what it came to is not registered yet
SELECT a.id, a.name, b.size, b.verdict,
       NOT appeal_told(a.tenant_id, a.case_id, a.created_at) AS open
  FROM attachment a
  JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
 WHERE a.tenant_id = current_setting('skranke.tenant', true)
   AND a.case_id = (SELECT case_of($1)) AND a.kind = 'body'
 ORDER BY a.created_at, a.id
