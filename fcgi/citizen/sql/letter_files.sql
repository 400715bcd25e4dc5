-- letter_files: what goes with one of the person's letters
-- role: skranke_citizen
-- in: $1 document id
-- out: many (n, name, size, sha256)
SELECT f.n, f.name, f.size, f.sha256
  FROM letter_file f
  JOIN document d ON d.outbox_id = f.outbox_id
 WHERE d.id = $1::uuid AND d.kind = 'letter' AND d.receiver = 'applicant'
 ORDER BY f.n
