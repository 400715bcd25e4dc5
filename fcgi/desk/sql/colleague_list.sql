-- colleague_list: those who may work with a case, or with any that I may write to
-- role: skranke_desk
-- in: $1 ref or null
-- out: many (id, name, open_cases, me)
SELECT l.id, l.name, l.open_cases, l.id = session_desk_user() AS me
  FROM colleagues((SELECT c.id FROM case_file c
                    WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1)) l
