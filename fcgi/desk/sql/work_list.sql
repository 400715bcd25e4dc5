-- work_list: one page of a worklist, in order; see the function worklist_rows()
-- role: skranke_desk
-- in: $1 list, $2 service, $3 state, $4 unit, $5 whose or null, $6 received from or null, $7 to
--     or null, $8 columns that hold just that, $9 columns that hold that somewhere, $10 words,
--     $11 label, $12 sort, $13 downwards?, $14 key of the row beside the page or null, $15 its id,
--     $16 is it the page before that?, $17 rows at most
-- out: many (id, ref, release_id, state, received_at, due_at, applicant, assigned, mine, proposed,
--      wide, unit, state_since, outcome, answers) -- assigned: who has it, if somebody else;
--      proposed: a decision waits for somebody else's eyes; wide: who asks has chosen columns,
--      else what follows is null
SELECT id, ref, release_id, state, received_at, due_at, applicant, assigned, mine, proposed, wide,
       unit, state_since, outcome, answers
  FROM worklist_rows($1, $2, $3, $4, $5::uuid, $6::date, $7::date, $8::jsonb, $9::jsonb, $10, $11,
         $12, $13::boolean, $14::timestamptz, $15::uuid, $16::boolean, $17::int)
