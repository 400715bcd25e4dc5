-- deficiency_list: what was asked for in a case, the newest first, an item a row
-- role: skranke_citizen
-- in: $1 ref
-- out: many (round, asked_at, by, answer_by, note, closed_at, closing, message, field, code,
--      answered, n, title) -- title: of what the form has no question for, else null
SELECT d.round, d.asked_at, '' AS by, d.answer_by, d.text AS note, d.closed_at, d.closing,
       d.message, i.field, i.code, i.answered, i.n, i.title
  FROM case_file c
  JOIN deficiency d ON d.tenant_id = c.tenant_id AND d.case_id = c.id
  JOIN deficiency_item i
    ON i.tenant_id = d.tenant_id AND i.case_id = d.case_id AND i.round = d.round
 WHERE c.ref = $1
 ORDER BY d.round DESC, i.n
