-- letter_complaint: the complaint that a letter is about, where it is one of who was heard and not
-- the latest of the case; see the function
-- role: skranke_postman
-- in: $1 outbox id
-- out: maybe (received, late, text, wanted, name, property, ground, reason)
SELECT received, late, text, wanted, name, property, ground, reason
  FROM letter_complaint($1::uuid)
