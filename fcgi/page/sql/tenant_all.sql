-- tenant_all: every municipality of this install
-- role: skranke_citizen skranke_desk skranke_login
-- out: many (id, name, hosts, palette, email, phone, address, url)
SELECT id, name, array_to_string(hosts, ' ') AS hosts, palette,
       contact ->> 'email' AS email, contact ->> 'phone' AS phone,
       contact ->> 'address' AS address, contact ->> 'url' AS url
  FROM tenant
 ORDER BY id
