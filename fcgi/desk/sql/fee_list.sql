-- fee_list: the lines of a case's fee
-- role: skranke_desk
-- in: $1 ref
-- out: many (n, kind, line, text, law, amount, by, made_at, due_on)
SELECT f.n, f.kind, f.line, f.text, f.law, f.amount, u.name AS by, f.made_at, f.due_on
  FROM case_fee f
  LEFT JOIN desk_user u ON u.id = f.made_by
 WHERE f.tenant_id = current_setting('skranke.tenant', true)
   AND f.case_id = (SELECT case_of($1)) AND f.amount <> 0
 ORDER BY f.n
