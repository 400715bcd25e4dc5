-- tenant_here: the municipality that is set, as a unit (Enhet) of eInnsyn's
-- role: skranke_api
-- out: maybe (id, name, unit_id, orgnr, email, phone, address, counter) -- unit_id: the same for
--      ever; counter: the address of its pages, or null
SELECT id, name, md5('unit ' || id)::uuid AS unit_id, settings ->> 'orgnr' AS orgnr,
       contact ->> 'email' AS email, contact ->> 'phone' AS phone, contact ->> 'address' AS address,
       settings ->> 'counter' AS counter
  FROM tenant
 WHERE id = current_setting('skranke.tenant', true)
