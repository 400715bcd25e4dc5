-- tenant_desk_put: one person at the desk
-- role: skranke_owner
-- in: $1 id when new, $2 tenant, $3 subject, $4 name, $5 units with blanks between, $6 may see what
--     graded addresses keep from others
-- out: none
INSERT INTO desk_user (id, tenant_id, subject, name, units, graded)
VALUES ($1::uuid, $2, $3, $4, string_to_array($5, ' '), $6::boolean)
ON CONFLICT (tenant_id, subject) DO UPDATE SET name = excluded.name, units = excluded.units,
       graded = excluded.graded
