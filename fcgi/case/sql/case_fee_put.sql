-- case_fee_put: what a new case costs, before its first event
-- role: skranke_citizen skranke_desk
-- in: $1 tenant, $2 case id, $3 JSON array of {"line","text","law","amount"}, in øre
-- out: none
INSERT INTO case_fee (tenant_id, case_id, n, kind, line, text, law, amount)
SELECT $1, $2::uuid, x.n, 'line', x.fee ->> 'line', x.fee ->> 'text', x.fee ->> 'law',
       (x.fee ->> 'amount')::bigint
  FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY x (fee, n)
