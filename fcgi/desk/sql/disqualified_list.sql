-- disqualified_list: colleagues who have said that they are disqualified in a case, oldest first
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, name, reason, declared_at, me)
SELECT u.id, u.name, d.reason, d.declared_at, u.id = (SELECT session_desk_user()) AS me
  FROM disqualification d
  JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
  JOIN desk_user u ON u.id = d.desk_user_id
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
 ORDER BY d.declared_at, u.id
