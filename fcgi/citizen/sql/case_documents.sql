-- case_documents: the documents of one of the person's cases, newest first; what is exempt without
-- anything of it but its kind, its time and the law
-- role: skranke_citizen
-- in: $1 ref
-- out: many (kind, id, title, language, at, law, own) -- law: null for what the party sees; own: a
--      letter of the party's mailbox
SELECT t.kind, t.id, t.title, t.language, t.at, t.law, t.own
  FROM case_file c
 CROSS JOIN LATERAL (
       SELECT 'application' AS kind, c.id, NULL AS title, NULL AS language, c.received_at AS at,
              NULL AS law, true AS own
        UNION ALL
       SELECT 'file', a.id, a.name, NULL, a.created_at, NULL, true
         FROM attachment a WHERE a.tenant_id = c.tenant_id AND a.case_id = c.id
        UNION ALL
       SELECT 'letter', d.id, d.title, d.language, d.available_at, NULL, d.receiver = 'applicant'
         FROM document d WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id
        UNION ALL
       SELECT 'note', n.id, left(split_part(n.text, E'\n', 1), 60), NULL, n.released_at, NULL,
              true
         FROM case_note n
        WHERE n.tenant_id = c.tenant_id AND n.case_id = c.id
        UNION ALL
       SELECT 'message', m.id, left(split_part(m.text, E'\n', 1), 60), NULL, m.at, NULL, true
         FROM case_message m
        WHERE m.tenant_id = c.tenant_id AND m.case_id = c.id AND m.text <> ''
        UNION ALL
       SELECT x.kind, NULL, NULL, NULL, x.thing_at, x.law, true
         FROM exemption x
        WHERE x.tenant_id = c.tenant_id AND x.case_id = c.id AND x.lifted_at IS NULL) t
 WHERE c.ref = $1
 ORDER BY t.at DESC, t.kind, t.id
