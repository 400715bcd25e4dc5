-- party_list: all people of a case that has more than one
-- role: skranke_desk
-- in: $1 ref
-- out: many (party, name, signed_at, ended_at) -- name: as registered with us, else as it was
--      answered
SELECT p.party, coalesce(h.name, nullif(p.name, '')) AS name, p.signed_at, p.ended_at
  FROM case_party p
  LEFT JOIN person h ON h.id = p.person_id
 WHERE p.tenant_id = current_setting('skranke.tenant', true)
   AND p.case_id = (SELECT case_of($1))
 ORDER BY p.party
