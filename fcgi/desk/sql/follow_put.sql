-- follow_put: I follow the case from now on
-- role: skranke_desk
-- in: $1 tenant, $2 case id
-- out: none
INSERT INTO case_follow (tenant_id, case_id, desk_user_id, seen)
SELECT c.tenant_id, c.id, session_desk_user(), c.events
  FROM case_file c
 WHERE c.tenant_id = $1 AND c.id = $2::uuid
ON CONFLICT DO NOTHING
