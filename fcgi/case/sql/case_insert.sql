-- case_insert: turn a locked draft into a case
-- role: skranke_citizen skranke_desk
-- in: $1 case id, $2 draft id, $3 reference prefix, $4 first state, $5 pruned answers with
--     person:@n for the nth of, $6 pids, $7 warnings as JSON, $8 receipt code, $9 due or null,
--     $10 who has the ball, $11 units that the rules lead to, as unit_route() takes them, $12 what
--     was left open as JSON, $13 columns as JSON
-- out: maybe (id, ref, received_at) -- no row: the draft is gone
INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers,
       persons, warnings, state, state_since, received_at, due_at, code, ball, unit_id, origin,
       registered_by, registered_at, gaps, columns)
SELECT $1::uuid, d.tenant_id,
       CASE WHEN d.parent_id IS NULL THEN case_ref($3) ELSE '' END,	-- a part's is the case's
       d.service, d.release_id, d.id,
       coalesce(session_person(), d.person_id), a.answers,
       a.persons, $7::jsonb, $4, now(), came_at(d.came_on), $9::timestamptz, $8, $10,
       unit_route(d.tenant_id, $11::jsonb), d.origin, d.registered_by,
       CASE WHEN d.registered_by IS NOT NULL THEN now() END, $12::jsonb, $13::jsonb
  FROM draft d, answers_note($5, $6::text[]) a
 WHERE d.id = $2::uuid AND d.supplement_of IS NULL AND d.message_of IS NULL
RETURNING id, ref, received_at
