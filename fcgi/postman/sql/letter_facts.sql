-- letter_facts: what a letter says of its case, and to whom; the decision is the latest before the
-- letter was asked for
-- role: skranke_postman
-- in: $1 outbox id
-- out: maybe (template, receiver, tenant_id, case_id, person_id, release_id, ref, code,
--      received_at, answers, files, person_name, language, tenant_name, tenant_email,
--      tenant_phone, tenant_address, tenant_url, service_note, complaint_days, outcome, place,
--      start, text, decided_by, graded, origin)
SELECT o.payload ->> 'template' AS template, o.payload ->> 'to' AS receiver,
       c.tenant_id, c.id AS case_id, c.person_id, c.release_id, c.ref, c.code, c.received_at,
       c.answers::text AS answers,
       (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
         WHERE f.tenant_id = c.tenant_id AND f.case_id = c.id) AS files,
       p.name AS person_name, p.language,
       t.name AS tenant_name, t.contact ->> 'email' AS tenant_email,
       t.contact ->> 'phone' AS tenant_phone,
       t.contact ->> 'address' AS tenant_address, t.contact ->> 'url' AS tenant_url,
       t.settings ->> (c.service || '.note') AS service_note,
       coalesce(t.settings ->> 'complaint-days', '21') AS complaint_days,
       d.data ->> 'outcome' AS outcome, d.data ->> 'place' AS place, d.data ->> 'start' AS start,
       d.data ->> 'text' AS text, d.data ->> 'by' AS decided_by, c.graded, c.origin
  FROM outbox o
  JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
  JOIN person p ON p.id = c.person_id
  JOIN tenant t ON t.id = o.tenant_id
  LEFT JOIN LATERAL (SELECT e.data FROM case_event e
                      WHERE e.tenant_id = c.tenant_id AND e.case_id = c.id AND e.at <= o.created_at
                        AND e.data ? 'outcome'
                      ORDER BY e.seq DESC LIMIT 1) d ON true
 WHERE o.id = $1::uuid
