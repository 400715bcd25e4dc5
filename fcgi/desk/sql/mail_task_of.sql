-- mail_task_of: what a person had to do, or has to, about letters of a case; or one such task of it
-- role: skranke_desk
-- in: $1 ref, $2 task id or null
-- out: many (id, code, opened_at, closed_at, how, by, document_id, title, language, receiver,
--      notice) -- notice: it is seen to on its own page, by who is at the desk
SELECT t.id, t.code, t.opened_at, t.closed_at, t.how, u.name AS by, t.document_id, d.title,
       d.language, d.receiver,
       EXISTS (SELECT FROM hearing_tasks() n WHERE n.id = t.id) AS notice
  FROM mail_task t
  LEFT JOIN desk_user u ON u.id = t.closed_by
  LEFT JOIN document d ON d.id = t.document_id
 WHERE t.tenant_id = current_setting('skranke.tenant', true)
   AND t.case_id = (SELECT case_of($1)) AND ($2::uuid IS NULL OR t.id = $2::uuid)
 ORDER BY t.closed_at DESC NULLS FIRST, t.opened_at DESC
