-- mail_retry: a person has looked: the letter starts anew, though it may have gone out once
-- role: skranke_owner
-- in: $1 outbox id
-- out: one (said) -- null: it does not wait for a person
SELECT mail_retry($1::uuid) AS said
