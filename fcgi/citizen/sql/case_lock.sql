-- case_lock: one of the person's cases, held until the transaction ends
-- role: skranke_citizen
-- in: $1 ref
-- out: maybe (id, ref, service, release_id, answers, pids, files, state, received_at, revision,
--      clocks, said, hearings)
SELECT id, ref, service, release_id,
       coalesce((SELECT w.answers FROM answers_whole w
                  WHERE w.tenant_id = case_file.tenant_id AND w.case_id = case_file.id
                    AND w.version = 0), answers)::text AS answers,
       CASE WHEN cardinality(persons) > 0 THEN array_to_string(case_pids(id), ' ') END AS pids,
       (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
         WHERE f.tenant_id = case_file.tenant_id AND f.case_id = case_file.id) AS files,
       state, received_at, revision,
       (SELECT k.lines FROM case_clocks k
         WHERE k.tenant_id = case_file.tenant_id AND k.case_id = case_file.id) AS clocks,
       (SELECT w.lines FROM case_said w
         WHERE w.tenant_id = case_file.tenant_id AND w.case_id = case_file.id) AS said,
       (SELECT string_agg(q.words, ' ') FROM hearing_count q
         WHERE q.tenant_id = case_file.tenant_id AND q.case_id = case_file.id) AS hearings
  FROM case_file
 WHERE ref = $1
   FOR UPDATE
