-- letter_list: the person's mailbox, newest first, paged by key
-- role: skranke_citizen
-- in: $1 before this instant or null
-- out: many (id, title, language, available_at, read_at, ref)
SELECT d.id, d.title, d.language, d.available_at, d.read_at, c.ref
  FROM document d
  LEFT JOIN case_file c ON c.id = d.case_id
 WHERE d.kind = 'letter' AND d.receiver = 'applicant'
   AND ($1::timestamptz IS NULL OR d.available_at < $1::timestamptz)
 ORDER BY d.available_at DESC, d.id
 LIMIT 51
