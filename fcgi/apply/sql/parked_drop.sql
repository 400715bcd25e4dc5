-- parked_drop: what was typed when the session ran out is saved now, or no longer wanted
-- role: skranke_citizen skranke_desk
-- in: $1 draft id, $2 page
-- out: none
DELETE FROM parked_post WHERE draft_id = $1::uuid AND page = $2
