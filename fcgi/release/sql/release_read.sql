-- release_read: the text of a release
-- role: skranke_citizen skranke_desk skranke_postman skranke_clock
-- in: $1 release id
-- out: maybe (id, bundle)
SELECT id, bundle FROM template_release WHERE id = $1::uuid
