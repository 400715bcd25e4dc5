-- request_read: a request to see a document, its entry, and the last answer
-- role: skranke_desk
-- in: $1 id
-- out: maybe (id, ref, title, case_title, number, case_number, screened, law_shown, asked_at,
--      due_at, late, how, name, email, address, wish, assigned, mine, open, answered_at,
--      delivered_at, undelivered_at, complained_at, complaint, forwarded_at, outcome, law, reason,
--      answered_by, open_until, role, disqualified, answerable) -- ref null: the case is gone;
--      answerable: an answer is waited for, and not only that a complaint is sent on
SELECT r.id, c.ref, p.title, p.case_title, p.n || '/' || p.year AS number,
       p.case_ref || '-' || p.case_n AS case_number, p.screened, p.law AS law_shown, r.asked_at,
       r.due_at, r.due_at < now() AS late, r.how, r.name, r.email, r.address, r.wish,
       u.name AS assigned, coalesce(r.assigned_to = (SELECT session_desk_user()), false) AS mine,
       r.open, r.answered_at, r.delivered_at, r.undelivered_at, r.complained_at, r.complaint,
       r.forwarded_at, a.outcome, a.law, a.reason, b.name AS answered_by, a.open_until,
       session_role(r.service) AS role, case_disqualified(r.case_id) AS disqualified,
       r.open AND (r.complained_n IS NULL OR coalesce(a.n, 0) = r.complained_n) AS answerable
  FROM access_request r
  JOIN public_journal p ON p.tenant_id = r.tenant_id AND p.id = r.entry_id
  LEFT JOIN case_file c ON c.tenant_id = r.tenant_id AND c.id = r.case_id
  LEFT JOIN desk_user u ON u.id = r.assigned_to
  LEFT JOIN LATERAL (SELECT x.n, x.outcome, x.law, x.reason, x.open_until, x.desk_user_id
                       FROM access_answer x
                      WHERE x.tenant_id = r.tenant_id AND x.request_id = r.id
                      ORDER BY x.n DESC LIMIT 1) a ON true
  LEFT JOIN desk_user b ON b.id = a.desk_user_id
 WHERE r.tenant_id = current_setting('skranke.tenant', true) AND r.id = $1::uuid
