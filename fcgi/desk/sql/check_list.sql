-- check_list: what has been said of a case on its checklist, and by whom
-- role: skranke_desk
-- in: $1 ref
-- out: many (kind, id, said, note, by, said_at)
SELECT k.kind, k.id, k.said, k.note, u.name AS by, k.said_at
  FROM case_check k
  JOIN desk_user u ON u.id = k.said_by
 WHERE k.tenant_id = current_setting('skranke.tenant', true)
   AND k.case_id = (SELECT case_of($1))
 ORDER BY k.kind, k.id
