-- request_list: requests to see a document, those that wait for an answer first due first, or the
-- rest newest first
-- role: skranke_desk
-- in: $1 the open ones, or the others, $2 key of the last row seen or null, $3 its id or null
-- out: many (id, title, case_number, key, asked_at, due_at, late, how, assigned, mine, answered_at,
--      outcome, complained_at, undelivered_at, delivered_at)
SELECT r.id, p.title, p.case_ref || '-' || p.case_n AS case_number,
       CASE WHEN $1::boolean THEN r.due_at ELSE r.asked_at END AS key, r.asked_at, r.due_at,
       r.due_at < now() AS late, r.how, u.name AS assigned,
       coalesce(r.assigned_to = (SELECT session_desk_user()), false) AS mine, r.answered_at,
       (SELECT a.outcome FROM access_answer a
         WHERE a.tenant_id = r.tenant_id AND a.request_id = r.id
         ORDER BY a.n DESC LIMIT 1) AS outcome,
       r.complained_at, r.undelivered_at, r.delivered_at
  FROM access_request r
  JOIN public_journal p ON p.tenant_id = r.tenant_id AND p.id = r.entry_id
  LEFT JOIN desk_user u ON u.id = r.assigned_to
 WHERE r.tenant_id = current_setting('skranke.tenant', true) AND r.open = $1::boolean
   AND ($2::timestamptz IS NULL
        OR CASE WHEN $1::boolean THEN (r.due_at, r.id) > ($2::timestamptz, $3::uuid)
                ELSE (r.asked_at, r.id) < ($2::timestamptz, $3::uuid) END)
 ORDER BY CASE WHEN $1::boolean THEN r.due_at END, CASE WHEN $1::boolean THEN r.id END,
       r.asked_at DESC, r.id DESC
 LIMIT 51
