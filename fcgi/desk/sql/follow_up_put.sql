-- follow_up_put: set the day that a case is looked at again, or take it away
-- role: skranke_desk
-- in: $1 tenant, $2 case id, $3 day or null, $4 text, $5 revision that was changed, 0 for none
-- out: maybe (revision) -- no row: changed elsewhere meanwhile
INSERT INTO case_follow_up AS f (tenant_id, case_id, day, text, set_by)
VALUES ($1, $2::uuid, $3::date, $4, session_desk_user())
ON CONFLICT (tenant_id, case_id) DO UPDATE
   SET day = excluded.day, text = excluded.text, set_by = excluded.set_by, set_at = now(),
       revision = f.revision + 1
 WHERE f.revision = $5::int
RETURNING f.revision
