-- tenant_right_put: a role that one person at the desk has
-- role: skranke_owner
-- in: $1 tenant, $2 subject, $3 role, $4 services with blanks between; '*' for all
-- out: none
INSERT INTO desk_right (tenant_id, desk_user_id, service, role)
SELECT u.tenant_id, u.id, s.service, $3
  FROM desk_user u
 CROSS JOIN LATERAL unnest(string_to_array($4, ' ')) AS s (service)
 WHERE u.tenant_id = $1 AND u.subject = $2
    ON CONFLICT DO NOTHING
