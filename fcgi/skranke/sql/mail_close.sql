-- mail_close: a person has seen to it in another way: the letter is not tried again
-- role: skranke_owner
-- in: $1 outbox id
-- out: one (said) -- null: it does not wait for a person
SELECT mail_close($1::uuid) AS said
