-- stand_read: how far a letter or a reminder has come, and who it is from; tenant_url: to log in;
-- about: what a reminder of a shared draft is about; access: where an
-- answer to who asked to see a document is.
-- CASE, not coalesce(): behind a policy PostgreSQL looks in an index only for what it knows to tell
-- nothing, and it does not know that of coalesce()
-- role: skranke_postman
-- in: $1 outbox id
-- out: maybe (document_id, title, opened, paper, expires_at, to_body, body_email, language, ref,
--      code, tenant_name, tenant_email, tenant_phone, tenant_address, tenant_url, counter,
--      statement, access, mail_from, orgnr, back, about) -- no row: the draft was sent or used
--      again meanwhile
SELECT d.id AS document_id, d.title, d.read_at IS NOT NULL AS opened,
       CASE WHEN o.paper IS NOT NULL THEN o.paper
            WHEN h.graded THEN 'asked'
            WHEN o.payload ->> 'print' = 'true' THEN 'asked' END AS paper,
       r.expires_at,
       coalesce(o.payload ->> 'to' = 'complaint-body', q.id IS NOT NULL) AS to_body,
       CASE WHEN q.id IS NOT NULL THEN q.email
            ELSE t.settings ->> (c.service || '.complaint-body-email') END AS body_email,
       p.language, c.ref, c.code,
       t.name AS tenant_name,
       t.contact ->> 'email' AS tenant_email, t.contact ->> 'phone' AS tenant_phone,
       t.contact ->> 'address' AS tenant_address,
       coalesce(t.settings ->> 'counter', t.contact ->> 'url') AS tenant_url,
       t.settings ->> 'counter' AS counter,
       CASE WHEN p.id IS NULL AND h.email <> '' THEN '/uttalelse/' || h.id END AS statement,
       CASE WHEN q.id IS NOT NULL THEN '/innsyn/krav/' || (o.payload ->> 'code') END AS access,
       coalesce(t.settings ->> 'mail-from', t.contact ->> 'email') AS mail_from,
       t.settings ->> 'orgnr' AS orgnr,
       array_to_string(regexp_match(t.contact ->> 'address',
            '^(.*[^ ,]),? +([0-9]{4}) +(.+)$'), chr(10)) AS back,
       o.payload ->> 'about' AS about
  FROM outbox o
  LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
  LEFT JOIN draft r ON r.id = o.draft_id AND draft_notice_wanted(o.id)
  LEFT JOIN hearing_party h ON h.id = o.hearing_party_id
  LEFT JOIN access_request q ON q.tenant_id = o.tenant_id AND q.id = o.access_request_id
  LEFT JOIN person p
    ON p.id = CASE WHEN h.id IS NOT NULL THEN h.person_id
                   WHEN o.person_id IS NOT NULL AND (c.id IS NOT NULL OR r.id IS NOT NULL)
                   THEN o.person_id
                   WHEN c.person_id IS NOT NULL THEN c.person_id ELSE r.person_id END
  JOIN tenant t ON t.id = o.tenant_id
  LEFT JOIN document d ON d.outbox_id = o.id
 WHERE o.id = $1::uuid AND (p.id IS NOT NULL OR h.id IS NOT NULL OR q.id IS NOT NULL)
