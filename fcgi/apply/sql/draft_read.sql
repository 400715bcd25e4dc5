-- draft_read: one's own draft, and what was typed on a page when the session ran out
-- role: skranke_citizen skranke_desk
-- in: $1 draft id, $2 page
-- out: maybe (id, service, release_id, answers, pids, files, page, revision, updated_at,
--      expires_at, copied_ref, parked, name, email, phone, origin, came_on, came_at) -- name and
--      the next two: what we hold of the person; the last two are null for one from the web
SELECT d.id, d.service, d.release_id, d.answers::text AS answers,
       CASE WHEN cardinality(d.persons) > 0 THEN array_to_string(draft_pids(d.id), ' ') END AS pids,
       (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
         WHERE f.draft_id = d.id) AS files,
       d.page, d.revision, d.updated_at, d.expires_at,
       (SELECT c.ref FROM case_file c
         WHERE c.tenant_id = d.tenant_id AND c.id = d.copied_from) AS copied_ref,
       (SELECT p.fields FROM parked_post p WHERE p.draft_id = d.id AND p.page = $2) AS parked,
       h.name, h.email, h.phone, d.origin, d.came_on,
       CASE WHEN d.came_on IS NOT NULL THEN came_at(d.came_on) END AS came_at
  FROM draft d
  LEFT JOIN person h ON h.id = d.person_id
 WHERE d.id = $1::uuid
