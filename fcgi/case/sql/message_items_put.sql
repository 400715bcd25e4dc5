-- message_items_put: what was asked for without a question of the form, and has a text or a file
-- role: skranke_citizen
-- in: $1 draft id
-- out: none
INSERT INTO case_message (tenant_id, case_id, id, person_id, round, n, text, draft_id)
SELECT d.tenant_id, d.supplement_of, gen_random_uuid(), session_person(), i.round, i.n,
       coalesce(t.text, ''), d.id
  FROM draft d
  JOIN deficiency_item i ON i.tenant_id = d.tenant_id AND i.case_id = d.supplement_of
   AND i.round = d.supplement_round AND i.title IS NOT NULL
  LEFT JOIN draft_message t ON t.draft_id = d.id AND t.n = i.n
 WHERE d.id = $1::uuid
   AND (btrim(coalesce(t.text, '')) <> '' OR EXISTS (SELECT FROM attachment a
         WHERE a.draft_id = d.id AND a.kind = 'message' AND a.n = i.n))
