-- case_undecided: the decision of a locked case stands no more, and there must be another
-- role: skranke_desk
-- in: $1 case id
-- out: none
UPDATE case_file SET decided_at = NULL WHERE id = $1::uuid
