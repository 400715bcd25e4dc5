-- fee_correct: a line that corrects the fee of a locked case, if it has as many as when it was
-- read; a line of nothing is none
-- role: skranke_desk
-- in: $1 case id, $2 lines that were read, $3 why, $4 law, $5 øre
-- out: maybe (n)
INSERT INTO case_fee (tenant_id, case_id, n, kind, line, text, law, amount, made_by)
SELECT (SELECT session_tenant()), $1::uuid, count(*) + 1, 'correction', 'correction', $3, $4,
       $5::bigint, (SELECT session_desk_user())
  FROM case_fee f
 WHERE f.tenant_id = (SELECT session_tenant()) AND f.case_id = $1::uuid
HAVING count(*) FILTER (WHERE f.amount <> 0) = $2::int
RETURNING n
