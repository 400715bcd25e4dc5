-- letter_facts: what a letter says of its case, and to whom; decision and complaint are the latest
-- before the letter was asked for
-- role: skranke_postman
-- in: $1 outbox id
-- out: maybe (template, receiver, tenant_id, case_id, person_id, release_id, ref, code,
--      received_at, answers, files, person_name, language, tenant_name, tenant_email,
--      tenant_phone, tenant_address, tenant_url, service_note, complaint_days, complaint_body,
--      complaint_address, message_title, message_text, written_by, graded, origin, outcome, place,
--      start, text, decided_by, approved_by, decided_on, replaces, change, reasons, conditions,
--      complaint_received, complaint_late, complaint_text, complaint_wanted, assessment,
--      appeal_result, appeal_on, appeal_text, until, remains, arms, fee, clocks,
--      complaint_by, party, ground, reason) -- party: of a copy, whose it is; ground, reason: of a
--      dismissal of the applicant's complaint
SELECT o.payload ->> 'template' AS template, o.payload ->> 'to' AS receiver,
       c.tenant_id, c.id AS case_id, p.id AS person_id, c.release_id, c.ref, c.code, c.received_at,
       c.answers::text AS answers,
       (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
         WHERE f.tenant_id = c.tenant_id AND f.case_id = c.id) AS files,
       p.name AS person_name, p.language,
       t.name AS tenant_name, t.contact ->> 'email' AS tenant_email,
       t.contact ->> 'phone' AS tenant_phone,
       t.contact ->> 'address' AS tenant_address, t.contact ->> 'url' AS tenant_url,
       t.settings ->> (c.service || '.note') AS service_note,
       coalesce(t.settings ->> 'complaint-days', '21') AS complaint_days,
       t.settings ->> (c.service || '.complaint-body') AS complaint_body,
       t.settings ->> (c.service || '.complaint-body-address') AS complaint_address,
       o.payload ->> 'title' AS message_title, o.payload ->> 'text' AS message_text,
       o.payload ->> 'by' AS written_by, c.graded, c.origin, s.*, u.*, t.arms,
       (SELECT f.lines FROM case_fee_lines f
         WHERE f.tenant_id = c.tenant_id AND f.case_id = c.id) AS fee,
       (SELECT k.lines FROM case_clocks k
         WHERE k.tenant_id = c.tenant_id AND k.case_id = c.id) AS clocks,
       case_complainant(c.tenant_id, c.id, o.created_at) AS complaint_by,
       (SELECT k.party FROM case_party k
         WHERE o.copy_of IS NOT NULL AND k.tenant_id = c.tenant_id AND k.case_id = c.id
           AND k.person_id = o.person_id ORDER BY k.party LIMIT 1) AS party,
       x.ground, x.reason
  FROM outbox o
  JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
  JOIN person p
    ON p.id = CASE WHEN o.person_id IS NOT NULL THEN o.person_id ELSE c.person_id END
  JOIN tenant t ON t.id = o.tenant_id
  CROSS JOIN LATERAL case_story(c.tenant_id, c.id, o.created_at) s
  CROSS JOIN LATERAL case_story_until(c.tenant_id, c.id, o.created_at) u
  CROSS JOIN LATERAL case_dismissed(c.tenant_id, c.id, o.created_at) x
 WHERE o.id = $1::uuid
