-- case_route: the locked case belongs to another unit, or to none
-- role: skranke_desk
-- in: $1 case id, $2 revision, $3 unit or null
-- out: maybe (revision) -- no row: changed meanwhile
UPDATE case_file SET unit_id = $3, revision = revision + 1
 WHERE id = $1::uuid AND revision = $2::int
RETURNING revision
