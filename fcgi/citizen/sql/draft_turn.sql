-- draft_turn: two clicks on start go one after the other, each until its transaction ends
-- role: skranke_citizen
-- out: maybe (turn) -- no row: nobody is logged in
SELECT pg_advisory_xact_lock(hashtextextended(p.id::text, 0))::text AS turn
  FROM session_person() p (id)
 WHERE p.id IS NOT NULL
