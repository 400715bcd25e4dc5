-- letter_remarks: what is still to be put right of the note that a letter is of
-- role: skranke_citizen
-- in: $1 document id, or null
-- out: many (id, n, text, due_on)
SELECT r.id, r.n, r.text, r.due_on
  FROM inspection_remark r
 WHERE $1::uuid IS NOT NULL AND r.tenant_id = current_setting('skranke.tenant', true)
   AND r.inspection_id = (SELECT inspection_of_letter($1::uuid)) AND r.closed_on IS NULL
 ORDER BY r.n
