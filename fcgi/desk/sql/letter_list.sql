-- letter_list: the letters of a case with what they are, newest first
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, title, language, receiver, available_at, read_at, pdf, sha256,
--      answers, answers_new, party) -- party: who it is to, when that is another than the applicant
SELECT d.id, d.title, d.language, d.receiver, d.available_at, d.read_at,
       octet_length(p.content) AS pdf, coalesce(p.sha256, d.sha256) AS sha256,
       m.answers, m.answers_new,
       CASE WHEN d.receiver = 'hearing' THEN
            (SELECT coalesce(nullif(h.name, ''), h.property) FROM hearing_party h
              WHERE h.tenant_id = d.tenant_id AND h.id = d.hearing_party_id)
            WHEN d.receiver = 'applicant' AND d.person_id <> (SELECT c.person_id FROM case_file c
                  WHERE c.tenant_id = d.tenant_id AND c.id = d.case_id) THEN
            (SELECT coalesce(h.name, p.name) FROM case_party p
               LEFT JOIN person h ON h.id = p.person_id
              WHERE p.tenant_id = d.tenant_id AND p.case_id = d.case_id
                AND p.person_id = d.person_id LIMIT 1) END AS party
  FROM document d
  LEFT JOIN document_pdf p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
 CROSS JOIN LATERAL (SELECT count(*) AS answers,
                            count(*) FILTER (WHERE x.seen_at IS NULL) AS answers_new
                       FROM case_message x
                      WHERE x.tenant_id = d.tenant_id AND x.document_id = d.id) m
 WHERE d.tenant_id = current_setting('skranke.tenant', true)
   AND d.case_id = (SELECT case_of($1)) AND d.kind = 'letter'
 ORDER BY d.available_at DESC, d.id
