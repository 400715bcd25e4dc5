-- draft_file: a file of an application that is being registered
-- role: skranke_desk
-- in: $1 attachment id, $2 draft id
-- out: maybe (name, media_type, size, verdict)
SELECT a.name, b.media_type, b.size, b.verdict
  FROM attachment a
  JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
 WHERE a.id = $1::uuid AND a.draft_id = $2::uuid
