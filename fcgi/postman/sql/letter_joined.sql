-- letter_joined: what is treated with the complaint that a letter tells of; see the function
-- role: skranke_postman
-- in: $1 outbox id
-- out: many (day, text, wanted, name, property, joined)
SELECT day, text, wanted, name, property, joined FROM letter_joined($1::uuid)
