-- document_put: keep the finished letter; the second time it is there already, and stays as it was
-- role: skranke_postman
-- in: $1 id, $2 outbox id, $3 person id or null, $4 template, $5 title, $6 media type, $7 text,
--     $8 sha256, $9 language, $10 receiver
-- out: none
INSERT INTO document (id, tenant_id, case_id, hearing_party_id, person_id, outbox_id, kind,
       template, title, media_type, content, sha256, language, receiver)
SELECT $1::uuid, o.tenant_id, o.case_id, o.hearing_party_id, $3::uuid, o.id, 'letter', $4, $5, $6,
       convert_to($7, 'UTF8'), $8, $9, $10
  FROM outbox o
 WHERE o.id = $2::uuid
ON CONFLICT (outbox_id) DO NOTHING
