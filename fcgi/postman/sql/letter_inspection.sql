-- letter_inspection: the note of an inspection that a letter is of, a remark a row
-- role: skranke_postman
-- in: $1 outbox id
-- out: many (n, day, replaces, present, seen, text, due) -- text, due: null where it has no remark
SELECT i.n, i.day, c.day AS replaces, i.present, i.seen, r.text, r.due_on AS due
  FROM outbox o
  JOIN inspection i ON i.tenant_id = o.tenant_id AND i.outbox_id = coalesce(o.copy_of, o.id)
  LEFT JOIN inspection c ON c.tenant_id = i.tenant_id AND c.id = i.corrects
  LEFT JOIN inspection_remark r ON r.tenant_id = i.tenant_id AND r.inspection_id = i.id
 WHERE o.id = $1::uuid
 ORDER BY r.n
