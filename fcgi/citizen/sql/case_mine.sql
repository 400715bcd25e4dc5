-- case_mine: the person's cases, newest first
-- role: skranke_citizen
-- out: many (ref, service, release_id, state, received_at, decided_at, outcome)
SELECT ref, service, release_id, state, received_at, decided_at, outcome
  FROM case_file
 ORDER BY received_at DESC
 LIMIT 200
