-- letter_unread: how many letters wait in the mailbox, those marked unread too
-- role: skranke_citizen
-- out: one (unread)
SELECT count(*) AS unread
  FROM document
 WHERE kind = 'letter' AND receiver IN ('applicant', 'hearing') AND (read_at IS NULL OR kept_unread)
