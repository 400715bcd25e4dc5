-- message_read: what the person needs to write in a case: whether it is over, the letter that is
-- answered, and what was begun
-- role: skranke_citizen
-- in: $1 ref, $2 the letter it answers, or null, $3 draft id of the page that was sent, or null
-- out: maybe (closed, decided, letter, letter_title, letter_lang, draft_id, text, files, sent)
--      -- letter: null when there is no such letter; files: a line each; sent: the draft of the
--      page has been sent
SELECT c.closed_at IS NOT NULL AS closed, c.decided_at IS NOT NULL AS decided, l.id AS letter,
       l.title AS letter_title, l.language AS letter_lang, d.id AS draft_id, t.text,
       (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
         WHERE f.draft_id = d.id) AS files,
       EXISTS (SELECT FROM case_message m
                WHERE m.tenant_id = c.tenant_id AND m.case_id = c.id
                  AND m.draft_id = $3::uuid) AS sent
  FROM case_file c
  LEFT JOIN document l ON l.id = $2::uuid AND l.tenant_id = c.tenant_id AND l.case_id = c.id
   AND l.receiver = 'applicant'
  LEFT JOIN draft d ON d.tenant_id = c.tenant_id AND d.message_of = c.id
   AND d.message_about IS NOT DISTINCT FROM $2::uuid
  LEFT JOIN draft_message t ON t.draft_id = d.id AND t.n = 0
 WHERE c.ref = $1
