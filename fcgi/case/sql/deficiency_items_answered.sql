-- deficiency_items_answered: which of the questions asked have another answer now
-- role: skranke_citizen
-- in: $1 tenant, $2 case id, $3 field names
-- out: none
UPDATE deficiency_item i SET answered = true
  FROM deficiency d
 WHERE d.tenant_id = $1 AND d.case_id = $2::uuid AND d.closed_at IS NULL
   AND i.tenant_id = d.tenant_id AND i.case_id = d.case_id AND i.round = d.round
   AND i.field = ANY ($3::text[])
