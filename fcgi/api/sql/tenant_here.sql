-- tenant_here: the municipality that is set, as a unit (Enhet) of eInnsyn's
-- role: skranke_api
-- out: maybe (id, name, unit_id, orgnr, email, phone, address) -- unit_id: the same for ever
SELECT id, name, md5('unit ' || id)::uuid AS unit_id, settings ->> 'orgnr' AS orgnr,
       contact ->> 'email' AS email, contact ->> 'phone' AS phone, contact ->> 'address' AS address
  FROM tenant
 WHERE id = current_setting('skranke.tenant', true)
