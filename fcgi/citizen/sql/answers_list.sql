-- answers_list: answers of a case that stood before those of now, the newest first
-- role: skranke_citizen
-- in: $1 ref
-- out: many (version, round, answers)
SELECT a.version, a.round,
       coalesce((SELECT w.answers FROM answers_whole w
                  WHERE w.tenant_id = a.tenant_id AND w.case_id = a.case_id
                    AND w.version = a.version), a.answers)::text AS answers
  FROM case_answers a
  JOIN case_file c ON c.tenant_id = a.tenant_id AND c.id = a.case_id
 WHERE c.ref = $1
 ORDER BY a.version DESC
