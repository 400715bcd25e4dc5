-- case_outcome_set: what was decided in a locked case
-- role: skranke_desk
-- in: $1 case id, $2 outcome
-- out: none
UPDATE case_file SET outcome = $2 WHERE id = $1::uuid
