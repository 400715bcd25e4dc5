-- disqualified_list: colleagues who have said that they are disqualified in a case, oldest first
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, name, reason, declared_at, me)
SELECT u.id, u.name, d.reason, d.declared_at, u.id = (SELECT session_desk_user()) AS me
  FROM disqualification d
  JOIN desk_user u ON u.id = d.desk_user_id
 WHERE d.tenant_id = current_setting('skranke.tenant', true)
   AND d.case_id = (SELECT case_of($1))
 ORDER BY d.declared_at, u.id
