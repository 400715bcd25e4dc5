-- case_read: one case of the municipality
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (id, ref, service, release_id, answers, pids, files, state, received_at, due_at,
--      outcome, code, revision, applicant, language, assigned, mine, clocks, said, fee,
--      hearings, role,
--      disqualified, unit_id, unit, graded, assigned_to, closed, decided_at, deemed) --
--      deemed: the time is out, and what was asked for is granted without a decision
SELECT c.id, c.ref, c.service, c.release_id, c.answers::text AS answers,
       CASE WHEN cardinality(c.persons) > 0 THEN array_to_string(case_pids(c.id), ' ') END AS pids,
       (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
         WHERE f.tenant_id = c.tenant_id AND f.case_id = c.id) AS files,
       c.state, c.received_at, c.due_at, c.outcome, c.code, c.revision, p.name AS applicant,
       p.language, u.name AS assigned,
       coalesce(c.assigned_to = (SELECT session_desk_user()), false) AS mine,
       (SELECT k.lines FROM case_clocks k
         WHERE k.tenant_id = c.tenant_id AND k.case_id = c.id) AS clocks,
       (SELECT w.lines FROM case_said w
         WHERE w.tenant_id = c.tenant_id AND w.case_id = c.id) AS said,
       (SELECT f.lines FROM case_fee_lines f
         WHERE f.tenant_id = c.tenant_id AND f.case_id = c.id) AS fee,
       (SELECT string_agg(q.words, ' ') FROM hearing_count q
         WHERE q.tenant_id = c.tenant_id AND q.case_id = c.id) AS hearings,
       session_role(c.service) AS role, case_disqualified(c.id) AS disqualified, c.unit_id,
       o.name AS unit, c.graded, c.assigned_to, c.closed_at IS NOT NULL AS closed,
       c.decided_at, case_deemed(c.tenant_id, c.id) AS deemed
  FROM case_file c
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user u ON u.id = c.assigned_to
  LEFT JOIN unit o ON o.tenant_id = c.tenant_id AND o.id = c.unit_id
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.ref = $1
