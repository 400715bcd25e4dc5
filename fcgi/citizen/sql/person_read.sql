-- person_read: what we hold of the person
-- role: skranke_citizen
-- in: nothing
-- out: maybe (name, email, phone)
SELECT name, email, phone FROM person WHERE id = (SELECT session_person())
