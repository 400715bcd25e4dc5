-- case_family: a case and its parts, the first first; none of a case without
-- role: skranke_citizen
-- in: $1 ref
-- out: many (ref, release_id, state, outcome, received_at, here)
SELECT c.ref, c.release_id, c.state, c.outcome, c.received_at, c.ref = $1 AS here
  FROM case_file k
  JOIN case_file c ON c.tenant_id = k.tenant_id
   AND (c.id = coalesce(k.parent_id, k.id) OR c.parent_id = coalesce(k.parent_id, k.id))
 WHERE k.ref = $1
   AND (k.parent_id IS NOT NULL OR EXISTS (SELECT FROM case_file p
         WHERE p.tenant_id = k.tenant_id AND p.parent_id = k.id))
 ORDER BY c.part NULLS FIRST
