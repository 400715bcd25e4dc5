-- delivery_read: how far a letter has come, and where its notice goes; tenant_url: to log in
-- role: skranke_postman
-- in: $1 outbox id
-- out: maybe (document_id, delivery_id, idem_key, state, email, language, tenant_name,
--      tenant_email, tenant_phone, tenant_address, tenant_url, mail_from)
SELECT d.id AS document_id, v.id AS delivery_id, v.idem_key, v.state, p.email, p.language,
       t.name AS tenant_name,
       t.contact ->> 'email' AS tenant_email, t.contact ->> 'phone' AS tenant_phone,
       t.contact ->> 'address' AS tenant_address,
       coalesce(t.settings ->> 'counter', t.contact ->> 'url') AS tenant_url,
       coalesce(t.settings ->> 'mail-from', t.contact ->> 'email') AS mail_from
  FROM outbox o
  JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
  JOIN person p ON p.id = c.person_id
  JOIN tenant t ON t.id = o.tenant_id
  LEFT JOIN document d ON d.outbox_id = o.id
  LEFT JOIN delivery v ON v.outbox_id = o.id
 WHERE o.id = $1::uuid
