-- work_units: the units of the municipality
-- role: skranke_desk
-- out: many (id, name)
SELECT n.id, n.name FROM unit n WHERE n.tenant_id = (SELECT session_tenant()) ORDER BY n.name, n.id
