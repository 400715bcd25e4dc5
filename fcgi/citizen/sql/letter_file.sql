-- letter_file: a file that goes with one of the person's letters; no row for an earlier letter
-- role: skranke_citizen
-- in: $1 document id, $2 number
-- out: maybe (id, name, media_type, size, verdict)
SELECT a.id, f.name, f.media_type, f.size, b.verdict
  FROM letter_file f
  JOIN document d ON d.outbox_id = f.outbox_id
  JOIN attachment a ON a.id = f.attachment_id
  JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
 WHERE d.id = $1::uuid AND d.kind = 'letter' AND d.receiver = 'applicant' AND f.n = $2::int
