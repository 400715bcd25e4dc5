-- draft_became: the case that a shared draft was sent as
-- role: skranke_citizen
-- in: $1 draft id
-- out: maybe (ref)
SELECT ref FROM case_file WHERE draft_id = $1::uuid
