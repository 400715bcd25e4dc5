-- deficiency_items_put: the questions that are open in the request just made
-- role: skranke_desk
-- in: $1 tenant, $2 case id, $3 the event's data: its list missing of {field or title, code}
-- out: none
INSERT INTO deficiency_item (tenant_id, case_id, round, n, field, title, code)
SELECT d.tenant_id, d.case_id, d.round, m.n::int, m.item ->> 'field',
       m.item ->> 'title', m.item ->> 'code'
  FROM deficiency d
  CROSS JOIN LATERAL jsonb_array_elements($3::jsonb -> 'missing') WITH ORDINALITY m (item, n)
 WHERE d.tenant_id = $1 AND d.case_id = $2::uuid AND d.closed_at IS NULL
