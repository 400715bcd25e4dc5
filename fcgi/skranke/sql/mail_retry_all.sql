-- mail_retry_all: what is set aside in a municipality starts anew, but for what may have gone out
-- role: skranke_owner
-- in: $1 tenant
-- out: one (letters)
SELECT count(mail_retry(o.id)) AS letters
  FROM outbox o
 WHERE o.tenant_id = $1 AND o.done_at IS NULL AND o.parked_at IS NOT NULL
   AND NOT EXISTS (SELECT FROM delivery v WHERE v.outbox_id = o.id
                     AND v.state IN ('sending', 'uncertain', 'sent', 'arrived'))
