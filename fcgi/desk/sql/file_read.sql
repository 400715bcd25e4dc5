-- file_read: a file of a case, or of the note of an inspection that is under way in it
-- role: skranke_desk
-- in: $1 attachment id, $2 ref
-- out: maybe (name, media_type, size, verdict)
SELECT a.name, b.media_type, b.size, b.verdict
  FROM attachment a
  JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
  JOIN case_file c ON c.tenant_id = a.tenant_id AND c.id = coalesce(a.case_id, a.inspection_of)
 WHERE a.id = $1::uuid AND c.tenant_id = (SELECT session_tenant()) AND c.ref = $2
