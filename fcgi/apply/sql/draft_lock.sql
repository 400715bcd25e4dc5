-- draft_lock: hold one's own draft until the transaction ends; what it holds then is read by
-- draft_read, a statement of its own: one that waits for a lock sees the rest as it was before
-- role: skranke_citizen skranke_desk
-- in: $1 draft id
-- out: maybe (id)
SELECT id FROM draft WHERE id = $1::uuid FOR UPDATE
