-- note_versions: what a note said before, newest first
-- role: skranke_desk
-- in: $1 note id
-- out: many (revision, text, at)
SELECT revision, text, at FROM case_note_version
 WHERE tenant_id = (SELECT session_tenant()) AND note_id = $1::uuid
 ORDER BY revision DESC
