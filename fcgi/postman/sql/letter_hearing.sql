-- letter_hearing: what a letter says to one who is asked for their view; none when it is no such
-- letter
-- role: skranke_postman
-- in: $1 outbox id
-- out: maybe (template, receiver, tenant_id, party_id, person_id, release_id, hearing, ref, code,
--      received_at, answers, files, asked_by, words, law, due_at, party, property, by_mail,
--      language, tenant_name, tenant_email, tenant_phone, tenant_address, tenant_url, counter,
--      service_note, arms, masked) -- received_at: when it was told; files: as file_line; by_mail:
--      the answer is given through a link; due_at: as many days from today as they were given;
--      masked: without what tells where somebody lives
SELECT o.payload ->> 'template' AS template, o.payload ->> 'to' AS receiver, o.tenant_id,
       p.id AS party_id, p.person_id, h.release_id, h.hearing, c.ref, c.code,
       d.at AS received_at, d.answers::text AS answers,
       (SELECT string_agg(concat_ws(' ', f.file_id, f.sha256, b.media_type, b.size, b.verdict,
                f.name), E'\n' ORDER BY f.n)
          FROM hearing_told_file f
          JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256
         WHERE f.told_id = d.id) AS files,
       d.asked_by, d.text AS words, d.law,
       hearing_due_from(p.due_at, p.sent_at, now()) AS due_at, p.name AS party, p.property,
       p.person_id IS NULL AND p.email <> '' AS by_mail, n.language,
       t.name AS tenant_name, t.contact ->> 'email' AS tenant_email,
       t.contact ->> 'phone' AS tenant_phone,
       t.contact ->> 'address' AS tenant_address, t.contact ->> 'url' AS tenant_url,
       coalesce(t.settings ->> 'counter', t.contact ->> 'url') AS counter,
       t.settings ->> (h.service || '.note') AS service_note, t.arms,
       told_graded(d.id) AS masked
  FROM outbox o
  JOIN hearing_party p ON p.id = o.hearing_party_id
  JOIN hearing h ON h.id = p.hearing_id
  JOIN hearing_told d ON d.id = p.told_id
  JOIN tenant t ON t.id = o.tenant_id
  LEFT JOIN person n ON n.id = p.person_id
  LEFT JOIN case_file c ON c.tenant_id = h.tenant_id AND c.id = h.case_id
 WHERE o.id = $1::uuid AND o.payload ->> 'to' = 'hearing'
