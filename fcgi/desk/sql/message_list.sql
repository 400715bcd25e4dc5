-- message_list: what the applicant has sent in a case, the newest first, a file a row
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, at, text, letter_id, letter_title, letter_lang, item, round, n, seen_at, seen_by,
--      file_id, name, size, verdict) -- the last four are null in a message without files
SELECT m.id, m.at, m.text, l.id AS letter_id, l.title AS letter_title, l.language AS letter_lang,
       i.title AS item, m.round, m.n, m.seen_at, u.name AS seen_by, a.id AS file_id, a.name, b.size,
       b.verdict
  FROM case_message m
  LEFT JOIN document l ON l.id = m.document_id
  LEFT JOIN deficiency_item i ON i.tenant_id = m.tenant_id AND i.case_id = m.case_id
   AND i.round = m.round AND i.n = m.n
  LEFT JOIN attachment a ON a.tenant_id = m.tenant_id AND a.message_id = m.id
  LEFT JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
  LEFT JOIN desk_user u ON u.id = m.seen_by
 WHERE m.tenant_id = current_setting('skranke.tenant', true)
   AND m.case_id = (SELECT case_of($1))
 ORDER BY m.at DESC, m.n, m.id, a.id
