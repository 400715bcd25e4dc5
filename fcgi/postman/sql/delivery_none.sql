-- delivery_none: there is no address to send a notice to; the letter lies in the mailbox all the
-- same
-- role: skranke_postman
-- in: $1 id, $2 outbox id, $3 document id, $4 channel, $5 key, $6 error
-- out: none
INSERT INTO delivery (id, tenant_id, outbox_id, document_id, channel, idem_key, state, ended_at,
       error)
SELECT $1::uuid, o.tenant_id, o.id, $3::uuid, $4, $5, 'failed', now(), $6
  FROM outbox o
 WHERE o.id = $2::uuid
ON CONFLICT (idem_key) DO NOTHING
