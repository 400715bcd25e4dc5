-- release_force: a release is in force from this commit on; that it was is kept
-- role: skranke_owner
-- in: $1 release id, $2 who
-- out: one (version)
WITH forced AS (
	UPDATE template_release SET in_force = true WHERE id = $1::uuid
	RETURNING id, service, version
), kept AS (
	INSERT INTO release_force (service, release_id, by_whom) SELECT service, id, $2 FROM forced
)
SELECT version FROM forced
