-- case_of_draft: what a draft became, or the case it was an answer in: for the click that came
-- twice
-- role: skranke_citizen skranke_desk
-- in: $1 draft id
-- out: maybe (ref)
SELECT ref FROM case_file WHERE draft_id = $1::uuid
UNION ALL
SELECT c.ref
  FROM deficiency d
  JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
 WHERE d.draft_id = $1::uuid AND d.closed_at IS NOT NULL
