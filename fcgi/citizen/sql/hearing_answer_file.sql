-- hearing_answer_file: a file that came with an answer about one's own draft
-- role: skranke_citizen
-- in: $1 draft id, $2 file id
-- out: maybe (name, media_type, size, verdict)
SELECT f.name, b.media_type, b.size, b.verdict
  FROM hearing h
  JOIN hearing_party p ON p.hearing_id = h.id
  JOIN hearing_file f ON f.tenant_id = p.tenant_id AND f.party_id = p.id
  JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256
 WHERE h.draft_id = $1::uuid AND f.id = $2::uuid
