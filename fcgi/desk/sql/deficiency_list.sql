-- deficiency_list: what was asked for in a case, the newest first, an item a row
-- role: skranke_desk
-- in: $1 ref
-- out: many (round, asked_at, by, answer_by, note, closed_at, closing, message, field, code,
--      answered, n, title) -- title: of what the form has no question for, else null
SELECT d.round, d.asked_at, u.name AS by, d.answer_by, d.text AS note, d.closed_at, d.closing,
       d.message, i.field, i.code, i.answered, i.n, i.title
  FROM deficiency d
  JOIN deficiency_item i
    ON i.tenant_id = d.tenant_id AND i.case_id = d.case_id AND i.round = d.round
  LEFT JOIN desk_user u ON u.id = d.asked_by
 WHERE d.tenant_id = current_setting('skranke.tenant', true)
   AND d.case_id = (SELECT case_of($1))
 ORDER BY d.round DESC, i.n
