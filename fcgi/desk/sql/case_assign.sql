-- case_assign: the locked case is somebody's now, or nobody's
-- role: skranke_desk
-- in: $1 case id, $2 desk user or null
-- out: none
UPDATE case_file SET assigned_to = $2::uuid WHERE id = $1::uuid
