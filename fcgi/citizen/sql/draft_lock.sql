-- draft_lock: one's own draft, held until the transaction ends
-- role: skranke_citizen
-- in: $1 draft id
-- out: maybe (id, service, release_id, answers, pids, files, page, revision, updated_at)
SELECT id, service, release_id, answers::text AS answers,
       CASE WHEN cardinality(persons) > 0 THEN array_to_string(draft_pids(id), ' ') END AS pids,
       (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
         WHERE f.draft_id = draft.id) AS files,
       page, revision, updated_at
  FROM draft
 WHERE id = $1::uuid
   FOR UPDATE
