-- message_files_take: the files of a draft go with the messages it became
-- role: skranke_citizen
-- in: $1 draft id
-- out: none
UPDATE attachment a SET draft_id = NULL, case_id = m.case_id, message_id = m.id
  FROM case_message m
 WHERE a.draft_id = $1::uuid AND a.kind = 'message'
   AND m.draft_id = $1::uuid AND coalesce(m.n, 0) = a.n
