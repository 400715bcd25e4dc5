-- request_things: what may be given of the case, and what may not
-- role: skranke_desk
-- in: $1 request id
-- out: many (kind, id, name, size, at, own, why) -- own: the very document that was asked for; why:
--      null when it may be given
SELECT kind, id, name, size, at, own, why FROM access_things($1::uuid)
 ORDER BY own DESC, at DESC, id
