-- bulk_undo_lock: the cases that are still as an act left them, held until the transaction ends
-- role: skranke_desk
-- in: $1 act
-- out: many (id, release_id, state, revision, received_at, before_id, role, disqualified,
--      clocks, hearings, may) -- may: who had it may
--      have it again
SELECT c.id, c.release_id, c.state, c.revision, c.received_at, b.before_id,
       session_role(c.service) AS role, case_disqualified(c.id) AS disqualified,
       (SELECT k.lines FROM case_clocks k
         WHERE k.tenant_id = c.tenant_id AND k.case_id = c.id) AS clocks,
       (SELECT string_agg(q.words, ' ') FROM hearing_count q
         WHERE q.tenant_id = c.tenant_id AND q.case_id = c.id) AS hearings,
       b.before_id IS NULL OR desk_user_may_work(b.before_id, c.id) AS may
  FROM bulk_case b
  JOIN bulk_act a ON a.id = b.act_id
  JOIN case_file c ON c.tenant_id = b.tenant_id AND c.id = b.case_id
 WHERE b.tenant_id = (SELECT session_tenant()) AND b.act_id = $1::uuid AND b.skipped IS NULL
   AND (a.kind IN ('label', 'unlabel')
        OR a.kind IN ('assign', 'give-back') AND c.assigned_to IS NOT DISTINCT FROM b.after_id
           AND b.before_id IS DISTINCT FROM b.after_id
           AND c.closed_at IS NULL)
 ORDER BY c.received_at, c.id
   FOR UPDATE OF c
