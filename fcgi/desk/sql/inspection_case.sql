-- inspection_case: how it stands with the inspections of a case
-- role: skranke_desk
-- in: $1 ref
-- out: many (remarks, late, told) -- of those that are open, in the case and in the one that it
--      follows; no row where no note was sent
SELECT count(r.id) AS remarks,
       count(r.id) FILTER (WHERE r.due_on < (now() AT TIME ZONE 'Europe/Oslo')::date) AS late,
       count(r.id) FILTER (WHERE EXISTS (SELECT FROM inspection_told t
             WHERE t.tenant_id = r.tenant_id AND t.remark_id = r.id)) AS told
  FROM inspection i
  LEFT JOIN inspection_remark r ON r.tenant_id = i.tenant_id AND r.inspection_id = i.id
   AND r.closed_on IS NULL
 WHERE i.tenant_id = current_setting('skranke.tenant', true)
   AND i.case_id IN (SELECT unnest(ARRAY[c.id, c.parent_id]) FROM case_file c
                      WHERE c.tenant_id = i.tenant_id AND c.id = (SELECT case_of($1)))
 GROUP BY i.tenant_id
