-- case_letters: the letters of one of the person's cases, newest first
-- role: skranke_citizen
-- in: $1 ref
-- out: many (id, title, language, available_at, unread)
SELECT d.id, d.title, d.language, d.available_at, d.read_at IS NULL OR d.kept_unread AS unread
  FROM document d
  JOIN case_file c ON c.id = d.case_id
 WHERE c.ref = $1 AND d.kind = 'letter' AND d.receiver = 'applicant'
 ORDER BY d.available_at DESC, d.id
