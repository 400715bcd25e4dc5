-- follow_drop: I follow the case no more
-- role: skranke_desk
-- in: $1 tenant, $2 case id
-- out: none
DELETE FROM case_follow
 WHERE tenant_id = $1 AND case_id = $2::uuid AND desk_user_id = session_desk_user()
