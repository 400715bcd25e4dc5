-- letter_list: the letters of a case with what they are, newest first
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, title, language, receiver, available_at, read_at, pdf, sha256,
--      answers, answers_new)
SELECT d.id, d.title, d.language, d.receiver, d.available_at, d.read_at,
       octet_length(p.content) AS pdf, coalesce(p.sha256, d.sha256) AS sha256,
       m.answers, m.answers_new
  FROM document d
  LEFT JOIN document_pdf p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
 CROSS JOIN LATERAL (SELECT count(*) AS answers,
                            count(*) FILTER (WHERE x.seen_at IS NULL) AS answers_new
                       FROM case_message x
                      WHERE x.tenant_id = d.tenant_id AND x.document_id = d.id) m
 WHERE d.tenant_id = current_setting('skranke.tenant', true)
   AND d.case_id = (SELECT case_of($1)) AND d.kind = 'letter'
 ORDER BY d.available_at DESC, d.id
