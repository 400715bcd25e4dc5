-- tenant_desk_put: one person at the desk
-- role: skranke_owner
-- in: $1 id when new, $2 tenant, $3 subject, $4 name, $5 role, $6 services with blanks between
-- out: none
INSERT INTO desk_user (id, tenant_id, subject, name, role, services)
VALUES ($1::uuid, $2, $3, $4, $5, string_to_array($6, ' '))
ON CONFLICT (tenant_id, subject) DO UPDATE SET name = excluded.name, role = excluded.role,
       services = excluded.services
