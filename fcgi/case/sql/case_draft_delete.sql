-- case_draft_delete: the draft has become a case
-- role: skranke_citizen skranke_desk
-- in: $1 draft id
-- out: none
DELETE FROM draft WHERE id = $1::uuid
