-- request_copy: a copy with something taken out of it, that is made ready
-- role: skranke_desk
-- in: $1 request id, $2 copy id
-- out: maybe (name, media_type, size, verdict)
SELECT name, media_type, size, coalesce(why, 'clean') AS verdict FROM access_things($1::uuid)
 WHERE kind = 'copy' AND id = $2::uuid
