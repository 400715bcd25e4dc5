-- file_read: a file of one's own draft or case, or of a message in the case that is not sent yet
-- role: skranke_citizen
-- in: $1 attachment id, $2 draft id or null, $3 case ref or null
-- out: maybe (name, media_type, size, verdict)
SELECT a.name, b.media_type, b.size, b.verdict
  FROM attachment a
  JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
  LEFT JOIN draft d ON d.id = a.draft_id
  LEFT JOIN case_file c ON c.tenant_id = a.tenant_id AND c.id = coalesce(a.case_id, d.message_of)
 WHERE a.id = $1::uuid AND (a.draft_id = $2::uuid OR c.ref = $3)
