-- draft_register: begin to register an application for somebody, on the release in force; a second
-- click finds what the first began
-- role: skranke_desk
-- in: $1 draft id, $2 service, $3 identity number, $4 name, $5 paper or telephone, $6 the day it
--     came in, $7 days it is kept
-- out: one (refused) -- null; name: the number is known under another name; self: it is one's own;
--      graded: the address is; often: too many were refused
WITH p AS (
	SELECT id, refused FROM person_register($3, $4)
), made AS (
	INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, origin, came_on,
	       registered_by, keep_days, expires_at)
	SELECT $1::uuid, session_tenant(), p.id, r.service, r.id, format('<%s/>', r.service)::xml,
	       $5, $6::date, session_desk_user(), $7::int, now() + $7::int * interval '1 day'
	  FROM template_release r, p
	 WHERE r.service = $2 AND r.in_force AND p.id IS NOT NULL
	ON CONFLICT (id) DO NOTHING
	RETURNING id
)
SELECT p.refused FROM p LEFT JOIN made ON true
