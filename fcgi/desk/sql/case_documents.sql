-- case_documents: the documents of a case, newest first: application, files, letters, released
-- notes, what the party wrote; and what the party is not shown of them
-- role: skranke_desk
-- in: $1 ref
-- out: many (kind, id, title, language, at, own, law, reason, exempt_by, exempt_at) -- own: stands
--      in the party's mailbox, or came with a letter there; law: null when the party sees it
SELECT t.kind, t.id, t.title, t.language, t.at, t.own, x.law, x.reason, u.name AS exempt_by,
       x.made_at AS exempt_at
  FROM case_file c
 CROSS JOIN LATERAL (
       SELECT 'application' AS kind, c.id, NULL AS title, NULL AS language, c.received_at AS at,
              true AS own
        UNION ALL
       SELECT 'file', a.id, a.name, NULL, a.created_at,
              EXISTS (SELECT FROM letter_file f
                       WHERE f.attachment_id = a.id AND f.receiver <> 'complaint-body')
         FROM attachment a
        WHERE a.tenant_id = c.tenant_id AND a.case_id = c.id
          AND (a.kind <> 'body' OR appeal_told(a.tenant_id, a.case_id, a.created_at))
        UNION ALL
       SELECT 'letter', d.id, d.title, d.language, d.available_at,
              d.receiver = 'applicant' AND d.person_id IS NOT DISTINCT FROM c.person_id
         FROM document d WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id
        UNION ALL
       SELECT 'note', n.id, left(split_part(n.text, E'\n', 1), 60), NULL, n.released_at, false
         FROM case_note n
        WHERE n.tenant_id = c.tenant_id AND n.case_id = c.id AND n.released_at IS NOT NULL
        UNION ALL
       SELECT 'message', m.id, left(split_part(m.text, E'\n', 1), 60), NULL, m.at, true
         FROM case_message m
        WHERE m.tenant_id = c.tenant_id AND m.case_id = c.id AND m.text <> '') t
  LEFT JOIN exemption x ON x.tenant_id = c.tenant_id AND x.case_id = c.id AND x.kind = t.kind
        AND x.thing_id = t.id AND x.lifted_at IS NULL
  LEFT JOIN desk_user u ON u.id = x.made_by
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
 ORDER BY t.at DESC, t.kind, t.id
