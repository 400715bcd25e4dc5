-- work_list: one page of a worklist, in order; the function worklist() says which cases
-- role: skranke_desk
-- in: $1 list, $2 service, $3 state, $4 unit, $5 whose or null, $6 received from or null, $7 to
--     or null, $8 columns that hold just that, $9 columns that hold that somewhere, $10 words,
--     $11 sort, $12 downwards?, $13 key of the row beside the page or null, $14 its id, $15 is the
--     page before it?, $16 rows at most
-- out: many (id, ref, service, release_id, state, outcome, received_at, due_at, state_since, unit,
--      applicant, assigned, mine, columns, received_key, due_key, proposed) -- proposed: a decision
--      waits for somebody else's eyes
SELECT c.id, c.ref, c.service, c.release_id, c.state, c.outcome, c.received_at, c.due_at,
       c.state_since, n.name AS unit, p.name AS applicant, u.name AS assigned,
       coalesce(c.assigned_to = (SELECT session_desk_user()), false) AS mine,
       (SELECT string_agg(a.key || '=' || replace(a.value, E'\n', ' '), E'\n')
          FROM jsonb_each_text(c.columns) a) AS columns,
       c.received_at AS received_key, coalesce(c.due_at, 'infinity') AS due_key,
       c.proposed_at IS NOT NULL AS proposed
  FROM worklist($1, $2, $3, $4, $5::uuid, $6::date, $7::date, $8::jsonb, $9::jsonb, $10, $11,
       $12::boolean, $13::timestamptz, $14::uuid, $15::boolean, $16::int) w
  JOIN case_file c ON c.tenant_id = (SELECT session_tenant()) AND c.id = w.case_id
  JOIN person p ON p.id = c.person_id
  LEFT JOIN unit n ON n.tenant_id = c.tenant_id AND n.id = c.unit_id
  LEFT JOIN desk_user u ON u.id = c.assigned_to
 ORDER BY w.place
