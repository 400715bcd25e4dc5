-- case_assign: the locked case is mine now
-- role: skranke_desk
-- in: $1 case id
-- out: none
UPDATE case_file SET assigned_to = session_desk_user() WHERE id = $1::uuid
