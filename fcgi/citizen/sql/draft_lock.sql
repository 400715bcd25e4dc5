-- draft_lock: one's own draft, held until the transaction ends
-- role: skranke_citizen
-- in: $1 draft id
-- out: maybe (id, service, release_id, answers, pids, page, revision, updated_at, name, email,
--      phone) -- the last three: what we hold of the person
SELECT d.id, d.service, d.release_id, d.answers::text AS answers,
       CASE WHEN cardinality(d.persons) > 0 THEN array_to_string(draft_pids(d.id), ' ') END AS pids,
       d.page, d.revision, d.updated_at, h.name, h.email, h.phone
  FROM draft d
  LEFT JOIN person h ON h.id = d.person_id
 WHERE d.id = $1::uuid
   FOR UPDATE OF d
