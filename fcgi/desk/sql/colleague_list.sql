-- colleague_list: those who may work with a case, or with any that I may write to; and how many
-- open cases that I see each of them has, counted to a thousand
-- role: skranke_desk
-- in: $1 ref or null
-- out: many (id, name, open_cases, me)
SELECT l.id, l.name,
       (SELECT count(*) FROM (SELECT FROM case_file o
         WHERE o.tenant_id = (SELECT session_tenant()) AND o.assigned_to = l.id
           AND o.closed_at IS NULL LIMIT 1000) n) AS open_cases,
       l.id = session_desk_user() AS me
  FROM colleagues((SELECT c.id FROM case_file c
                    WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1)) l
