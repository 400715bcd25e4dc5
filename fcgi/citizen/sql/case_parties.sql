-- case_parties: all people of a case that has more than one
-- role: skranke_citizen
-- in: $1 ref
-- out: many (party, name, mine, signed_at, ended_at)
SELECT p.party, p.name, p.person_id = session_person() AS mine, p.signed_at, p.ended_at
  FROM case_file c
  JOIN case_party p ON p.tenant_id = c.tenant_id AND p.case_id = c.id
 WHERE c.ref = $1
 ORDER BY p.person_id <> c.person_id, p.party
