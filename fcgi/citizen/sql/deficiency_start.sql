-- deficiency_start: begin to answer what one of the person's cases was asked for; a second click
-- finds what the first began
-- role: skranke_citizen
-- in: $1 draft id, $2 ref
-- out: maybe (id, extra) -- no row: nothing is asked for; extra: something that the form has no
--      question for
WITH asked AS (
	SELECT d.tenant_id, d.case_id, d.round, d.draft_id
	  FROM deficiency d
	  JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
	 WHERE c.ref = $2 AND d.closed_at IS NULL
), begun AS (
	SELECT d.id FROM draft d JOIN asked a ON a.draft_id = d.id
), made AS (
	INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, persons,
	       revision, keep_days, expires_at, supplement_of, supplement_round)
	SELECT $1::uuid, c.tenant_id, session_person(), c.service, c.release_id,
	       coalesce((SELECT w.answers FROM answers_whole w WHERE w.tenant_id = c.tenant_id
	                    AND w.case_id = c.id AND w.version = 0), c.answers),
	       c.persons, 2, 365, now() + interval '365 days', c.id, a.round
	  FROM asked a
	  JOIN case_file c ON c.tenant_id = a.tenant_id AND c.id = a.case_id
	 WHERE NOT EXISTS (SELECT FROM begun)
	RETURNING id, tenant_id, supplement_of, supplement_round
), noted AS (
	UPDATE deficiency d SET draft_id = m.id FROM made m
	 WHERE d.tenant_id = m.tenant_id AND d.case_id = m.supplement_of
	   AND d.round = m.supplement_round
)
SELECT d.id, EXISTS (SELECT FROM deficiency_item i JOIN asked a
               ON a.tenant_id = i.tenant_id AND a.case_id = i.case_id AND a.round = i.round
            WHERE i.title IS NOT NULL) AS extra
  FROM (SELECT id FROM begun UNION ALL SELECT id FROM made) d
