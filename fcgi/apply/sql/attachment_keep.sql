-- attachment_keep: files that the answers of a draft no longer name go
-- role: skranke_citizen skranke_desk
-- in: $1 draft id, $2 ids that stay
-- out: none
DELETE FROM attachment
 WHERE draft_id = $1::uuid AND kind = 'answer' AND id <> ALL ($2::uuid[])
