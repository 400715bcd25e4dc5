-- draft_delete: throw one's own draft away
-- role: skranke_citizen skranke_desk
-- in: $1 draft id
-- out: maybe (id)
DELETE FROM draft WHERE id = $1::uuid RETURNING id
