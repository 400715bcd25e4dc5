-- draft_start: begin an application on the release in force; a second click finds the one just
-- begun
-- role: skranke_citizen
-- in: $1 draft id, $2 service, $3 days it is kept
-- out: maybe (id) -- no row: no such service here, or the person has 50 drafts already
WITH begun AS (
	SELECT d.id FROM draft d
	  JOIN template_release r ON r.id = d.release_id AND r.in_force
	 WHERE d.person_id = session_person() AND d.service = $2 AND d.revision = 1
	   AND d.copied_from IS NULL
	 ORDER BY d.created_at DESC LIMIT 1
), made AS (
	INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, keep_days,
	       expires_at)
	SELECT $1::uuid, session_tenant(), session_person(), r.service, r.id,
	       format('<%s/>', r.service)::xml, $3::int, now() + $3::int * interval '1 day'
	  FROM template_release r
	 WHERE r.service = $2 AND r.in_force
	   AND NOT EXISTS (SELECT FROM begun)
	   AND (SELECT count(*) FROM draft d WHERE d.person_id = session_person()) < 50
	RETURNING id
)
SELECT id FROM begun UNION ALL SELECT id FROM made
