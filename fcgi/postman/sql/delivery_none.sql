-- delivery_none: there is no address to send a notice to; the letter lies in the mailbox all the
-- same
-- role: skranke_postman
-- in: $1 id, $2 outbox id, $3 document id, $4 channel, $5 error
-- out: none
INSERT INTO delivery (id, tenant_id, outbox_id, document_id, channel, idem_key, state, ended_at,
       error, round, given_up, code)
SELECT $1::uuid, o.tenant_id, o.id, $3::uuid, $4, $1, 'failed', now(), $5, o.round, true,
       'no-address'
  FROM outbox o
 WHERE o.id = $2::uuid
ON CONFLICT DO NOTHING
