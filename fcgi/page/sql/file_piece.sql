-- file_piece: a piece of a file that is clean
-- role: skranke_citizen skranke_desk
-- in: $1 attachment id, $2 number from 0
-- out: maybe (hex)
SELECT encode(p.bytes, 'hex') AS hex
  FROM attachment a
  JOIN blob_piece p ON p.tenant_id = a.tenant_id AND p.sha256 = a.sha256
 WHERE a.id = $1::uuid AND p.n = $2::int
