-- delivery_list: the ways that have been tried in this round, in order
-- role: skranke_postman
-- in: $1 outbox id
-- out: many (id, key, state, channel, reference, code, print, given_up, begun_at, asked)
SELECT v.id, v.idem_key AS key, v.state, v.channel, v.reference, v.code, v.print, v.given_up,
       v.begun_at, v.asked
  FROM delivery v
  JOIN outbox o ON o.id = v.outbox_id AND o.round = v.round
 WHERE v.outbox_id = $1::uuid
 ORDER BY v.begun_at, v.id
