-- hearing_answer_piece: a piece of it
-- role: skranke_citizen
-- in: $1 draft id, $2 file id, $3 number from 0
-- out: maybe (hex)
SELECT encode(b.bytes, 'hex') AS hex
  FROM hearing h
  JOIN hearing_party p ON p.hearing_id = h.id
  JOIN hearing_file f ON f.tenant_id = p.tenant_id AND f.party_id = p.id
  JOIN blob_piece b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256
 WHERE h.draft_id = $1::uuid AND f.id = $2::uuid AND b.n = $3::int
