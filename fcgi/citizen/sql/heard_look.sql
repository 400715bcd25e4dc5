-- heard_look: what one who was told of an application needs to complain of the answer to it;
-- see the function
-- role: skranke_citizen
-- in: $1 receiver or null, $2 code or null
-- out: maybe (ref, told_at, days, body, complained_at, waits, text, wanted, dismissed_at)
SELECT ref, told_at, days, body, complained_at, waits, text, wanted, dismissed_at
  FROM heard_look($1::uuid, $2)
