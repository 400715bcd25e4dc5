-- inspection_steps: what has been done with the remarks of a case, in order
-- role: skranke_desk
-- in: $1 ref
-- out: many (remark_id, step, day, reason, at, by)
SELECT s.remark_id, s.step, s.day, s.reason, s.at, u.name AS by
  FROM inspection_remark r
  JOIN inspection_step s ON s.tenant_id = r.tenant_id AND s.remark_id = r.id
  JOIN desk_user u ON u.id = s.desk_user_id
 WHERE r.tenant_id = current_setting('skranke.tenant', true)
   AND r.case_id = (SELECT case_of($1))
 ORDER BY s.remark_id, s.n
