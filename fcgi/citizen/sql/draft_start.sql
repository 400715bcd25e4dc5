-- draft_start: begin an application on the release in force
-- role: skranke_citizen
-- in: $1 draft id, $2 service
-- out: maybe (id, release_id) -- no row: no such service here, or the person has 50 drafts already
INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, page)
SELECT $1::uuid, session_tenant(), session_person(), r.service, r.id, NULL, ''
  FROM template_release r
 WHERE r.service = $2 AND r.in_force
   AND session_person() IS NOT NULL
   AND (SELECT count(*) FROM draft) < 50
RETURNING id, release_id
