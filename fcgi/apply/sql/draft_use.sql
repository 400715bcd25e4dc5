-- draft_use: one's own draft is opened, so that it is kept longer; noted at most once an hour, and
-- never waiting for somebody who saves it
-- role: skranke_citizen skranke_desk
-- in: $1 draft id
-- out: none
UPDATE draft
   SET expires_at = now() + keep_days * interval '1 day', warned_at = NULL
 WHERE id = (SELECT d.id FROM draft d
              WHERE d.id = $1::uuid
                AND d.expires_at < now() + d.keep_days * interval '1 day' - interval '1 hour'
                FOR UPDATE SKIP LOCKED)
