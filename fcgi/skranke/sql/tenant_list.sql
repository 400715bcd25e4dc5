-- tenant_list: the municipalities and how much each has
-- role: skranke_owner
-- out: many (id, name, hosts, kindergartens, desk)
SELECT t.id, t.name, array_to_string(t.hosts, ' ') AS hosts,
       (SELECT count(*) FROM kindergarten k WHERE k.tenant_id = t.id) AS kindergartens,
       (SELECT count(DISTINCT d.desk_user_id) FROM desk_right d WHERE d.tenant_id = t.id) AS desk
  FROM tenant t
 ORDER BY t.id
