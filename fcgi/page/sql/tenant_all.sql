-- tenant_all: every municipality of this install
-- role: skranke_citizen skranke_desk skranke_login
-- out: many (id, name, hosts, palette, email, phone, address, url, settings)
SELECT id, name, array_to_string(hosts, ' ') AS hosts, palette,
       contact ->> 'email' AS email, contact ->> 'phone' AS phone,
       contact ->> 'address' AS address, contact ->> 'url' AS url,
       (SELECT string_agg(s.key || '=' || translate(s.value, E'\n', ' '), E'\n')
          FROM jsonb_each_text(tenant.settings) s) AS settings
  FROM tenant
 ORDER BY id
