-- inspection_draft_remarks: the remarks of the note that is under way, as typed
-- role: skranke_desk
-- in: $1 ref
-- out: many (text, due)
SELECT x.item ->> 'text' AS text, x.item ->> 'due' AS due
  FROM inspection_draft d
 CROSS JOIN LATERAL jsonb_array_elements(d.fields -> 'remarks') WITH ORDINALITY x (item, n)
 WHERE d.tenant_id = current_setting('skranke.tenant', true)
   AND d.case_id = (SELECT case_of($1))
 ORDER BY x.n
