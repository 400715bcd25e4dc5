-- draft_begin: begin an application with what was answered in the guide; a second click finds the
-- one just begun
-- role: skranke_citizen
-- in: $1 draft id, $2 release, $3 answers with person:@n for the nth of, $4 pids,
--     $5 days it is kept
-- out: maybe (id) -- no row: the person has 50 drafts already
WITH given AS (
	SELECT answers, persons FROM answers_note($3, $4::text[])
), begun AS (
	SELECT d.id FROM draft d, given g
	 WHERE d.release_id = $2::uuid AND d.revision = 1 AND d.copied_from IS NULL
	   AND regexp_replace(d.answers::text, ' at="[^"]*"', '', 'g') =
       regexp_replace(g.answers::text, ' at="[^"]*"', '', 'g')	-- when it was prefilled
	 ORDER BY d.created_at DESC LIMIT 1
), made AS (
	INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, persons,
	       keep_days, expires_at)
	SELECT $1::uuid, session_tenant(), session_person(), r.service, r.id, g.answers, g.persons,
	       $5::int, now() + $5::int * interval '1 day'
	  FROM template_release r, given g
	 WHERE r.id = $2::uuid AND r.in_force
	   AND NOT EXISTS (SELECT FROM begun)
	   AND (SELECT count(*) FROM draft) < 50
	RETURNING id
)
SELECT id FROM begun UNION ALL SELECT id FROM made
