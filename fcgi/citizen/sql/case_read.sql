-- case_read: one of the person's cases by its reference
-- role: skranke_citizen
-- in: $1 ref
-- out: maybe (id, ref, service, release_id, answers, pids, files, state, state_since, received_at,
--      due_at, decided_at, outcome, code, revision, open,
--      clocks, said, fee, hearings, origin, begun, remove_at, own, acts) -- open: the service takes
--      applications; begun: a message is written and not sent; own: it is the person's; acts: they
--      may do something in it
SELECT id, ref, service, release_id,
       coalesce((SELECT w.answers FROM answers_whole w
                  WHERE w.tenant_id = case_file.tenant_id AND w.case_id = case_file.id
                    AND w.version = 0), answers)::text AS answers,
       CASE WHEN cardinality(persons) > 0 THEN array_to_string(case_pids(id), ' ') END AS pids,
       (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
         WHERE f.tenant_id = case_file.tenant_id AND f.case_id = case_file.id) AS files,
       state, state_since, received_at, due_at, decided_at, outcome, code, revision,
       EXISTS (SELECT FROM template_release r
                WHERE r.service = case_file.service AND r.in_force) AS open,
       (SELECT k.lines FROM case_clocks k
         WHERE k.tenant_id = case_file.tenant_id AND k.case_id = case_file.id) AS clocks,
       (SELECT w.lines FROM case_said w
         WHERE w.tenant_id = case_file.tenant_id AND w.case_id = case_file.id) AS said,
       (SELECT f.lines FROM case_fee_lines f
         WHERE f.tenant_id = case_file.tenant_id AND f.case_id = case_file.id) AS fee,
       (SELECT string_agg(q.words, ' ') FROM hearing_count q
         WHERE q.tenant_id = case_file.tenant_id AND q.case_id = case_file.id) AS hearings,
       origin,
       EXISTS (SELECT FROM draft d
                WHERE d.tenant_id = case_file.tenant_id AND d.message_of = case_file.id
                  AND d.message_about IS NULL) AS begun,
       remove_at, person_id = session_person() AS own,
       coalesce(person_id = session_person() OR id = ANY (session_shared_cases(true)), false)
           AS acts
  FROM case_file
 WHERE ref = $1
