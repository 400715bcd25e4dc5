-- draft_lock: one's own draft, held until the transaction ends
-- role: skranke_citizen
-- in: $1 draft id
-- out: maybe (id, service, release_id, answers, pids, page, revision, updated_at, expires_at)
SELECT id, service, release_id, answers::text AS answers,
       CASE WHEN cardinality(persons) > 0 THEN array_to_string(draft_pids(id), ' ') END AS pids,
       page, revision, updated_at, expires_at
  FROM draft
 WHERE id = $1::uuid
   FOR UPDATE
