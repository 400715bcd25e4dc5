-- fee_rows: what became payable on a day in a municipality
-- role: skranke_owner
-- in: $1 tenant, $2 day
-- out: many (ref, n, kind, line, text, law, amount, day, name, pid)
SELECT c.ref, f.n, f.kind, f.line, f.text, f.law, f.amount, f.due_on::text AS day, p.name, p.pid
  FROM case_fee f
  JOIN case_file c ON c.tenant_id = f.tenant_id AND c.id = f.case_id
  JOIN person p ON p.id = c.person_id
 WHERE f.tenant_id = $1 AND f.due_on = $2::date
 ORDER BY c.ref, f.n
