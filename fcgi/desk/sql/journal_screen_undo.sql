-- journal_screen_undo: the last change of an entry is taken back; nothing when it is another's turn
-- role: skranke_desk
-- in: $1 ref, $2 entry, $3 number of the change
-- out: maybe (entry_id)
INSERT INTO journal_screen (tenant_id, entry_id, n, screened, law, reason, desk_user_id, undoes)
SELECT e.tenant_id, e.id, s.n + 1, coalesce(b.screened, e.screened),
       coalesce(b.law, nullif(e.law, ''), s.law), s.reason, session_desk_user(), s.n
  FROM case_file c
  JOIN journal_entry e ON e.tenant_id = c.tenant_id AND e.case_id = c.id
  JOIN journal_screen s ON s.tenant_id = e.tenant_id AND s.entry_id = e.id AND s.n = $3::int
  LEFT JOIN journal_screen b ON b.tenant_id = e.tenant_id AND b.entry_id = e.id AND b.n = s.n - 1
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1 AND e.id = $2::uuid
   AND s.undoes IS NULL
   AND NOT EXISTS (SELECT FROM journal_screen l
                    WHERE l.tenant_id = e.tenant_id AND l.entry_id = e.id AND l.n > s.n)
RETURNING entry_id
