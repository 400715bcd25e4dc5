-- unit_list: the units of the municipality that a case may be given to
-- role: skranke_desk
-- out: many (id, name)
SELECT u.id, u.name
  FROM unit u
 WHERE u.tenant_id = (SELECT session_tenant()) AND u.in_use
 ORDER BY u.name, u.id
