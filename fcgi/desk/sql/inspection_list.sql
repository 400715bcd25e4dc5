-- inspection_list: the notes of inspections of a case, the last first, a remark a row
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, n, day, present, seen, corrects_n, replaced_n, sent_at, sent_by, letter_id,
--      remark_id, remark_n, text, due_on, closed_on, how, reason, told_at, told, told_id) --
--      replaced_n: the note that took its place, or null; remark_id: null where it has no remark;
--      told_*: the message in which the party last said it is done
SELECT i.id, i.n, i.day, i.present, i.seen, c.n AS corrects_n, x.n AS replaced_n, i.sent_at,
       u.name AS sent_by,
       (SELECT d.id FROM document d WHERE d.tenant_id = i.tenant_id AND d.case_id = i.case_id
           AND d.outbox_id = i.outbox_id) AS letter_id,
       r.id AS remark_id, r.n AS remark_n, r.text, r.due_on, r.closed_on, r.how, r.reason,
       m.at AS told_at, m.text AS told, m.id AS told_id
  FROM inspection i
  JOIN desk_user u ON u.id = i.sent_by
  LEFT JOIN inspection c ON c.tenant_id = i.tenant_id AND c.id = i.corrects
  LEFT JOIN inspection x ON x.tenant_id = i.tenant_id AND x.corrects = i.id
  LEFT JOIN inspection_remark r ON r.tenant_id = i.tenant_id AND r.inspection_id = i.id
  LEFT JOIN LATERAL (
       SELECT y.id, y.at, y.text FROM inspection_told t
         JOIN case_message y ON y.tenant_id = t.tenant_id AND y.case_id = t.case_id
          AND y.id = t.message_id
        WHERE t.tenant_id = r.tenant_id AND t.remark_id = r.id
        ORDER BY y.at DESC, y.id LIMIT 1) m ON true
 WHERE i.tenant_id = current_setting('skranke.tenant', true)
   AND i.case_id = (SELECT case_of($1))
 ORDER BY i.n DESC, r.n
