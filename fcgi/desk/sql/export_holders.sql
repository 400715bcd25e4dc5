-- export_holders: whose case it is: the applicant, named so, and then the other parties
-- role: skranke_desk
-- in: $1 ref
-- out: many (party, name, person_id, pids, line1, line2, postcode, city, country, n) -- pids:
--      uuid=pid of all of them, a blank between; where the applicant's letters go on paper
SELECT 'applicant' AS party, p.name, c.person_id,
       array_to_string(case_holder_pids(c.id), ' ') AS pids,
       a.line1, a.line2, a.postcode, a.city, a.country, 0 AS n
  FROM case_file c
  JOIN person p ON p.id = c.person_id
  LEFT JOIN case_holder_address(c.id) a ON true
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.ref = $1
UNION ALL
SELECT y.party, coalesce(h.name, nullif(y.name, '')), y.person_id, NULL, NULL, NULL, NULL,
       NULL, NULL, 1
  FROM case_party y
  LEFT JOIN person h ON h.id = y.person_id
 WHERE y.tenant_id = current_setting('skranke.tenant', true) AND y.case_id = (SELECT case_of($1))
   AND y.ended_at IS NULL AND y.party <> 'applicant'
 ORDER BY n, party
