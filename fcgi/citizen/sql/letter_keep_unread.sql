-- letter_keep_unread: mark one of the person's letters, to be read again
-- role: skranke_citizen
-- in: $1 document id
-- out: maybe (id)
UPDATE document SET kept_unread = true
 WHERE id = $1::uuid AND kind = 'letter' AND receiver IN ('applicant', 'hearing')
RETURNING id
