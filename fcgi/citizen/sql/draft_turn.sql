-- draft_turn: one after another, so that two clicks on start see each other; held until the
-- transaction ends
-- role: skranke_citizen
-- out: maybe (turn) -- no row: nobody is logged in
SELECT pg_advisory_xact_lock(hashtextextended(p.id::text, 0)) AS turn
  FROM session_person() p (id)
 WHERE p.id IS NOT NULL
