-- export_parties: the people of a case that has more than one
-- role: skranke_owner
-- in: $1 ref, $2 tenant
-- out: many (party, name, pid)
SELECT y.party, coalesce(nullif(y.name, ''), p.name) AS name, p.pid
  FROM case_party y
  JOIN case_file c ON c.tenant_id = y.tenant_id AND c.id = y.case_id
  LEFT JOIN person p ON p.id = y.person_id
 WHERE c.ref = $1 AND c.tenant_id = $2 AND y.ended_at IS NULL
 ORDER BY y.party
