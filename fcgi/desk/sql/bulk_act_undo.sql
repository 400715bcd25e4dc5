-- bulk_act_undo: an act of mine is undone, once
-- role: skranke_desk
-- in: $1 id
-- out: maybe (kind, what) -- no row: undone already, or not mine
UPDATE bulk_act SET undone_at = now()
 WHERE tenant_id = (SELECT session_tenant()) AND id = $1::uuid AND undone_at IS NULL
   AND kind <> 'letter'
RETURNING kind, what
