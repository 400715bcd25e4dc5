-- contact_wanted: whom to ask the contact register about, the receiver of the row first
-- role: skranke_postman
-- in: $1 outbox id, $2 seconds that an answer is fresh, $3 most
-- out: many (pid) -- none: all is fresh
SELECT pid FROM contact_wanted($1::uuid, $2::int, $3::int) pid
