-- fee_rows: what became payable on a day in a municipality; a line of nothing only in a file that
-- had it, when it is written once more
-- role: skranke_owner
-- in: $1 tenant, $2 day
-- out: many (ref, n, kind, line, text, law, amount, day, name, pid)
SELECT c.ref, f.n, f.kind, f.line, f.text, f.law, f.amount, f.due_on::text AS day, p.name, p.pid
  FROM case_fee f
  JOIN case_file c ON c.tenant_id = f.tenant_id AND c.id = f.case_id
  JOIN person p ON p.id = c.person_id
 WHERE f.tenant_id = $1 AND f.due_on = $2::date
   AND (f.amount <> 0
    OR EXISTS (SELECT FROM fee_export x WHERE x.tenant_id = $1 AND x.day = $2::date))
 ORDER BY c.ref, f.n
