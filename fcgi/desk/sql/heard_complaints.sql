-- heard_complaints: complaints of those who were heard that nobody has taken into the case
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, at, late, text, wanted, name, property)
SELECT k.id, k.at, k.late, k.text, k.wanted, p.name, p.property
  FROM case_file c
  JOIN heard_complaint k ON k.tenant_id = c.tenant_id AND k.case_id = c.id AND k.taken_at IS NULL
  JOIN hearing_party p ON p.id = k.party_id
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.ref = $1
 ORDER BY k.at, k.id
