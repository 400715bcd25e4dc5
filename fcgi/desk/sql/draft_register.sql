-- draft_register: begin to register an application for somebody, on the release in force; a second
-- click finds what the first began
-- role: skranke_desk
-- in: $1 draft id, $2 service, $3 identity number, $4 name, $5 paper or telephone, $6 the day it
--     came in, $7 days it is kept, $8 the case that it follows, or null, $9 answers to begin with,
--     with person:@n for the nth of, $10 pids; or null
-- out: one (refused) -- null; name: the number is known under another name; self: it is one's own;
--      graded: the address is; often: too many were refused; or as follow_up_refused()
WITH p AS (
	SELECT id, refused FROM person_register($3, $4)
), f AS (
	SELECT p.id, CASE WHEN p.refused IS NULL AND $8::uuid IS NOT NULL
	       THEN follow_up_refused($8::uuid, $2, p.id, $1::uuid) ELSE p.refused END AS refused
	  FROM p
), made AS (
	INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, persons, origin,
	       came_on, registered_by, keep_days, expires_at, parent_id)
	SELECT $1::uuid, session_tenant(), f.id, r.service, r.id, a.answers, a.persons, $5,
	       $6::date, session_desk_user(), $7::int, now() + $7::int * interval '1 day', $8::uuid
	  FROM template_release r, f,
	       answers_note(coalesce($9, format('<%s/>', $2)), coalesce($10::text[], '{}')) a
	 WHERE r.service = $2 AND r.in_force AND f.refused IS NULL
	ON CONFLICT (id) DO NOTHING
	RETURNING id
)
SELECT f.refused FROM f LEFT JOIN made ON true
