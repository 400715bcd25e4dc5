-- next_way: a transport gave up what it had taken over: the letter goes on, if this was its last
-- word
-- role: skranke_postman
-- in: $1 delivery id
-- out: one (told)
SELECT mail_next_way($1::uuid) IS NULL AS told
