-- tenant_host_taken: host names of this municipality that another has too
-- role: skranke_owner
-- in: $1 tenant
-- out: many (host, id)
SELECT h.host, o.id
  FROM tenant t
 CROSS JOIN LATERAL unnest(t.hosts) AS h (host)
  JOIN tenant o ON o.id <> t.id AND h.host = ANY (o.hosts)
 WHERE t.id = $1
 ORDER BY h.host
