-- message_end: a message that is sent is no draft any more
-- role: skranke_citizen
-- in: $1 draft id
-- out: none
DELETE FROM draft WHERE id = $1::uuid AND message_of IS NOT NULL
