-- proposal_read: the decision that is being written in a case, if any
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (status, revision, fields, event, data, written_by, written_at, written_mine,
--      proposed_by, proposed_at, proposed_mine, returned_by, returned_at, comment, since)
--      since: it waits, and the applicant has done something meanwhile
SELECT p.status, p.revision, p.fields, p.event, p.data::text AS data,
       w.name AS written_by, p.written_at,
       p.written_by = (SELECT session_desk_user()) AS written_mine,
       b.name AS proposed_by, p.proposed_at,
       coalesce(p.proposed_by = (SELECT session_desk_user()), false) AS proposed_mine,
       r.name AS returned_by, p.returned_at, p.comment,
       EXISTS (SELECT FROM case_event e
                WHERE e.tenant_id = p.tenant_id AND e.case_id = p.case_id
                  AND e.actor = 'applicant' AND e.at > p.proposed_at) AS since
  FROM proposal p
  LEFT JOIN desk_user w ON w.id = p.written_by
  LEFT JOIN desk_user b ON b.id = p.proposed_by
  LEFT JOIN desk_user r ON r.id = p.returned_by
 WHERE p.tenant_id = current_setting('skranke.tenant', true)
   AND p.case_id = (SELECT case_of($1))
