-- draft_list: what the person has begun, newest first
-- role: skranke_citizen
-- out: many (id, service, release_id, page, updated_at, expires_at)
SELECT id, service, release_id, page, updated_at, expires_at
  FROM draft
 WHERE supplement_of IS NULL AND message_of IS NULL
 ORDER BY updated_at DESC
 LIMIT 50
