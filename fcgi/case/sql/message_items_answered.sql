-- message_items_answered: what was asked for without a question of the form, and was sent
-- role: skranke_citizen
-- in: $1 draft id
-- out: none
UPDATE deficiency_item i SET answered = true
  FROM case_message m
 WHERE m.draft_id = $1::uuid AND i.tenant_id = m.tenant_id AND i.case_id = m.case_id
   AND i.round = m.round AND i.n = m.n
