-- mail_park: a letter is set aside until somebody has it tried again
-- role: skranke_owner
-- in: $1 outbox id, $2 why
-- out: one (said) -- null: it does not wait for its turn
SELECT mail_park($1::uuid, $2) AS said
