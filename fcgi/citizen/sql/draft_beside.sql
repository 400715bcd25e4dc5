-- draft_beside: unsent applications to the service of one of the person's cases that hold anything,
-- newest first; fresh: nothing but the answers of that case, under the release in force
-- role: skranke_citizen
-- in: $1 ref
-- out: many (id, page, updated_at, fresh)
SELECT d.id, d.page, d.updated_at,
       d.revision = 1 AND d.copied_from = c.id AND r.in_force AS fresh
  FROM case_file c
  JOIN draft d ON d.tenant_id = c.tenant_id AND d.service = c.service
  JOIN template_release r ON r.id = d.release_id
 WHERE c.ref = $1 AND d.person_id = session_person() AND d.supplement_of IS NULL
   AND d.message_of IS NULL
   AND (d.revision > 1 OR d.copied_from IS NOT NULL)
 ORDER BY d.updated_at DESC
