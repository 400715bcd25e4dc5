-- letter_messages: what the applicant has answered to a letter of a case, the oldest first, a file
-- a row
-- role: skranke_desk
-- in: $1 ref, $2 document id
-- out: many (id, at, text, letter_id, letter_title, letter_lang, item, round, n, seen_at, seen_by,
--      file_id, name, size, verdict) -- as message_list; of the letter nothing
SELECT m.id, m.at, m.text, m.document_id AS letter_id, '' AS letter_title, '' AS letter_lang,
       '' AS item, m.round, m.n, m.seen_at, u.name AS seen_by, a.id AS file_id, a.name, b.size,
       b.verdict
  FROM case_message m
  LEFT JOIN attachment a ON a.tenant_id = m.tenant_id AND a.message_id = m.id
  LEFT JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
  LEFT JOIN desk_user u ON u.id = m.seen_by
 WHERE m.tenant_id = current_setting('skranke.tenant', true)
   AND m.case_id = (SELECT case_of($1)) AND m.document_id = $2::uuid
 ORDER BY m.at, m.id, a.id
