-- work_list: one page of a worklist, in order; the function worklist() says which cases
-- role: skranke_desk
-- in: $1 list, $2 service, $3 state, $4 whose or null, $5 received from or null, $6 to or null,
--     $7 columns that hold just that, $8 columns that hold that somewhere, $9 words, $10 sort,
--     $11 downwards?, $12 key of the row beside the page or null, $13 its id, $14 is the page before
--     it?, $15 rows at most
-- out: many (id, ref, service, release_id, state, outcome, received_at, due_at, state_since,
--      applicant, assigned, mine, columns)
SELECT c.id, c.ref, c.service, c.release_id, c.state, c.outcome, c.received_at, c.due_at,
       c.state_since, p.name AS applicant, u.name AS assigned,
       coalesce(c.assigned_to = (SELECT session_desk_user()), false) AS mine,
       (SELECT string_agg(a.key || '=' || replace(a.value, E'\n', ' '), E'\n')
          FROM jsonb_each_text(c.columns) a) AS columns
  FROM worklist($1, $2, $3, $4::uuid, $5::date, $6::date, $7::jsonb, $8::jsonb, $9, $10,
       $11::boolean, $12::timestamptz, $13::uuid, $14::boolean, $15::int) w
  JOIN case_file c ON c.tenant_id = (SELECT session_tenant()) AND c.id = w.case_id
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user u ON u.id = c.assigned_to
 ORDER BY w.place
