-- tenant_put: a municipality as its file says; settings are put one by one after this
-- role: skranke_owner
-- in: $1 id, $2 name, $3 hosts with blanks between, $4 palette, $5 email, $6 phone, $7 address, $8
--     url, $9 arms: an SVG document, or null
-- out: none
INSERT INTO tenant AS t (id, name, hosts, palette, contact, arms)
VALUES ($1, $2, string_to_array($3, ' '), $4,
        jsonb_build_object('email', $5::text, 'phone', $6::text, 'address', $7::text, 'url',
        $8::text), $9)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, hosts = excluded.hosts,
       palette = excluded.palette,
       contact = excluded.contact, arms = excluded.arms, settings = '{}'
