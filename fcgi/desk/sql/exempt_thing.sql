-- exempt_thing: a document of a case that may be exempted, and whether it is
-- role: skranke_desk
-- in: $1 ref, $2 file | letter | note, $3 its id
-- out: maybe (title, language, at, own, exempt) -- own: stands in the party's
--      mailbox, or came with a letter there
SELECT t.title, t.language, t.at, t.own,
       EXISTS (SELECT FROM exemption x WHERE x.tenant_id = c.tenant_id AND x.case_id = c.id
                  AND x.kind = t.kind AND x.thing_id = t.id AND x.lifted_at IS NULL) AS exempt
  FROM case_file c
 CROSS JOIN LATERAL (
       SELECT 'file' AS kind, a.id, a.name AS title, NULL AS language, a.created_at AS at,
              EXISTS (SELECT FROM letter_file f
                       WHERE f.attachment_id = a.id AND f.receiver <> 'complaint-body') AS own
         FROM attachment a WHERE a.tenant_id = c.tenant_id AND a.case_id = c.id
        UNION ALL
       SELECT 'letter', d.id, d.title, d.language, d.available_at,
              d.receiver = 'applicant' AND d.person_id IS NOT DISTINCT FROM c.person_id
         FROM document d WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id
        UNION ALL
       SELECT 'note', n.id, left(split_part(n.text, E'\n', 1), 60), NULL, n.released_at, false
         FROM case_note n
        WHERE n.tenant_id = c.tenant_id AND n.case_id = c.id AND n.released_at IS NOT NULL) t
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1 AND t.kind = $2 AND t.id = $3::uuid
