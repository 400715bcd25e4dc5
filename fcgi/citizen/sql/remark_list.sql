-- remark_list: what must be put right after inspections in one of the person's cases, and what has
-- become of it
-- role: skranke_citizen
-- in: $1 ref
-- out: many (note_n, day, n, text, due_on, late, closed_on, how, reason, letter_id, told_at) --
--      letter_id: the person's own letter of the note, or null; told_at: when they last said it
--      is done
SELECT i.n AS note_n, i.day, r.n, r.text, r.due_on,
       r.closed_on IS NULL AND r.due_on < (now() AT TIME ZONE 'Europe/Oslo')::date AS late,
       r.closed_on, r.how, r.reason,
       (SELECT d.id FROM document d
         WHERE d.tenant_id = i.tenant_id AND d.case_id = i.case_id
           AND inspection_of_letter(d.id) = i.id LIMIT 1) AS letter_id,
       (SELECT max(m.at) FROM inspection_told t
          JOIN case_message m ON m.tenant_id = t.tenant_id AND m.case_id = t.case_id
           AND m.id = t.message_id
         WHERE t.tenant_id = r.tenant_id AND t.remark_id = r.id) AS told_at
  FROM case_file c
  JOIN inspection i ON i.tenant_id = c.tenant_id AND i.case_id = c.id
  JOIN inspection_remark r ON r.tenant_id = i.tenant_id AND r.inspection_id = i.id
 WHERE c.ref = $1 AND r.how IS DISTINCT FROM 'replaced'
 ORDER BY i.n, r.n
