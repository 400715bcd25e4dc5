-- bulk_lock: the cases that were chosen and may be changed, held until the transaction ends
-- role: skranke_desk
-- in: $1 refs, a blank between, $2 colleagues, a blank between, $3 label
-- out: many (id, ref, service, release_id, state, revision, received_at, applicant, assigned_to,
--      assigned, closed, role, disqualified, clocks, hearings, may, labelled) -- may: which of the
--      colleagues may have it, a blank between
SELECT c.id, c.ref, c.service, c.release_id, c.state, c.revision, c.received_at,
       p.name AS applicant, c.assigned_to, u.name AS assigned, c.closed_at IS NOT NULL AS closed,
       session_role(c.service) AS role, case_disqualified(c.id) AS disqualified,
       (SELECT k.lines FROM case_clocks k
         WHERE k.tenant_id = c.tenant_id AND k.case_id = c.id) AS clocks,
       (SELECT string_agg(q.words, ' ') FROM hearing_count q
         WHERE q.tenant_id = c.tenant_id AND q.case_id = c.id) AS hearings,
       (SELECT string_agg(k.id, ' ' ORDER BY k.n)
          FROM unnest(string_to_array($2, ' ')) WITH ORDINALITY k (id, n)
         WHERE desk_user_may_work(k.id::uuid, c.id)) AS may,
       EXISTS (SELECT FROM case_label l WHERE l.tenant_id = c.tenant_id AND l.case_id = c.id
                  AND l.label = $3) AS labelled
  FROM case_file c
  JOIN person p ON p.id = c.person_id
  LEFT JOIN desk_user u ON u.id = c.assigned_to
 WHERE c.tenant_id = (SELECT session_tenant())
   AND c.ref = ANY (string_to_array($1, ' '))
 ORDER BY c.received_at, c.id
   FOR UPDATE OF c
