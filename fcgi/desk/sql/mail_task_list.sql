-- mail_task_list: letters that a person must do something about, the oldest first
-- role: skranke_desk
-- in: $1 key of the last row seen or null, $2 its id or null
-- out: many (id, code, opened_at, ref, release_id, applicant, assigned, mine, title, language,
--      property) -- ref null: a notice to who has property, of an application that is not sent
--      yet, or to one who is graded
SELECT t.id, t.code, t.opened_at, t.ref, t.release_id, t.applicant, t.assigned, t.mine, t.title,
       t.language, t.property
  FROM (SELECT t.id, t.code, t.opened_at, c.ref, c.release_id, p.name AS applicant,
               u.name AS assigned,
               coalesce(c.assigned_to = (SELECT session_desk_user()), false) AS mine, d.title,
               d.language, NULL AS property
          FROM mail_task t
          JOIN case_file c ON c.tenant_id = t.tenant_id AND c.id = t.case_id
          JOIN person p ON p.id = c.person_id
          LEFT JOIN desk_user u ON u.id = c.assigned_to
          LEFT JOIN document d ON d.id = t.document_id
         WHERE t.tenant_id = current_setting('skranke.tenant', true) AND t.closed_at IS NULL
           AND NOT mail_task_hidden(t)
        UNION ALL
        SELECT n.id, n.code, n.opened_at, NULL, n.release_id, NULL, NULL, false, n.title,
               n.language, n.property
          FROM hearing_tasks() n) t
 WHERE $1::timestamptz IS NULL OR (t.opened_at, t.id) > ($1::timestamptz, $2::uuid)
 ORDER BY t.opened_at, t.id
 LIMIT 51
