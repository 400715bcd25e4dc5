-- task_mended: nobody needs to see to it any more
-- role: skranke_postman
-- in: $1 outbox id
-- out: none
UPDATE mail_task SET closed_at = now(), how = 'mended'
 WHERE outbox_id = $1::uuid AND closed_at IS NULL
