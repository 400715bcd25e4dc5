-- unit_areas: the units of the municipality and where their people live
-- role: skranke_desk
-- out: many (id, name, people, areas) -- areas: streets and postcodes in words; empty when rules
--      name the unit itself
SELECT u.id, u.name,
       (SELECT count(*) FROM desk_user d
         WHERE d.tenant_id = u.tenant_id AND u.id = ANY (d.units)) AS people,
       (SELECT string_agg(concat_ws(' ', a.street, CASE
                 WHEN a.first_postcode = a.last_postcode THEN a.first_postcode
                 ELSE a.first_postcode || '–' || a.last_postcode END), ', '
               ORDER BY a.first_postcode, a.street)
          FROM unit_area a
         WHERE a.tenant_id = u.tenant_id AND a.unit_id = u.id) AS areas
  FROM unit u
 WHERE u.tenant_id = (SELECT session_tenant()) AND u.in_use
 ORDER BY u.name, u.id
