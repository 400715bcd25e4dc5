-- extra_list: what a draft is to answer that the form has no question for, and what was written so
-- far
-- role: skranke_citizen
-- in: $1 draft id
-- out: many (n, title, code, text)
SELECT i.n, i.title, i.code, t.text
  FROM draft d
  JOIN deficiency_item i ON i.tenant_id = d.tenant_id AND i.case_id = d.supplement_of
   AND i.round = d.supplement_round AND i.title IS NOT NULL
  LEFT JOIN draft_message t ON t.draft_id = d.id AND t.n = i.n
 WHERE d.id = $1::uuid
 ORDER BY i.n
