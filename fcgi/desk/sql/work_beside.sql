-- work_beside: the cases before and after one in a list; it need not be in the list any more
-- role: skranke_desk
-- in: $1 ref, $2 to $14 as $1 to $13 of work_list
-- out: many (ref, before)
SELECT c.ref, d.before
  FROM (SELECT f.id, CASE $13 WHEN 'mottatt' THEN f.received_at
               ELSE coalesce(f.due_at, 'infinity') END AS key
          FROM case_file f
         WHERE f.tenant_id = (SELECT session_tenant()) AND f.ref = $1) here
 CROSS JOIN (VALUES (true), (false)) d (before)
 CROSS JOIN LATERAL unnest(worklist($2, $3, $4, $5, $6::uuid, $7::date, $8::date, $9::jsonb,
       $10::jsonb, $11, $12, $13, $14::boolean, here.key, here.id, d.before, 1)) w (case_id)
  JOIN case_file c ON c.tenant_id = (SELECT session_tenant()) AND c.id = w.case_id
