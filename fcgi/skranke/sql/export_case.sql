-- export_case: a case, to be written in the shape of somebody else; none when the number is not one
--      of a single case
-- role: skranke_owner
-- in: $1 ref, $2 tenant; empty: whichever it is
-- out: many (ref, release_id, bundle, answers, pids, state, outcome, received_at, decided_at,
--      tenant, tenant_name, applicant, applicant_pid, graded, line1, line2, postcode,
--      city, country, files, said, hearings)
SELECT c.ref, c.release_id, b.bundle, c.answers::text AS answers,
       (SELECT string_agg(h.id || '=' || h.pid, ' ') FROM person h
         WHERE h.id = ANY (c.persons)) AS pids,
       c.state, c.outcome, c.received_at, c.decided_at, c.tenant_id AS tenant,
       t.name AS tenant_name,
       p.name AS applicant, p.pid AS applicant_pid, c.graded,
       a.line1, a.line2, a.postcode, a.city, nullif(a.country, 'Norge') AS country,
       (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
         WHERE f.tenant_id = c.tenant_id AND f.case_id = c.id) AS files,
       (SELECT w.lines FROM case_said w
         WHERE w.tenant_id = c.tenant_id AND w.case_id = c.id) AS said,
       (SELECT string_agg(q.words, ' ') FROM hearing_count q
         WHERE q.tenant_id = c.tenant_id AND q.case_id = c.id) AS hearings
  FROM case_file c
  JOIN template_release b ON b.id = c.release_id
  JOIN tenant t ON t.id = c.tenant_id
  JOIN person p ON p.id = c.person_id
  LEFT JOIN print_address a ON a.tenant_id = c.tenant_id AND a.person_id = p.id
        AND p.graded IS NULL
 WHERE c.ref = $1 AND $2 IN ('', c.tenant_id)
