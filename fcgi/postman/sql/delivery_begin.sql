-- delivery_begin: say that sending begins, before it does
-- role: skranke_postman
-- in: $1 id, $2 outbox id, $3 document id, $4 channel, $5 key
-- out: none
INSERT INTO delivery (id, tenant_id, outbox_id, document_id, channel, idem_key, state)
SELECT $1::uuid, o.tenant_id, o.id, $3::uuid, $4, $5, 'sending'
  FROM outbox o
 WHERE o.id = $2::uuid
