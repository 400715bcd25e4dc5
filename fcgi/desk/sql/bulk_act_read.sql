-- bulk_act_read: an act of mine on many cases; undoing it waits for another undoing
-- role: skranke_desk
-- in: $1 id
-- out: maybe (id, kind, at, chosen, what, undone_at)
SELECT id, kind, at, chosen, what, undone_at
  FROM bulk_act
 WHERE tenant_id = (SELECT session_tenant()) AND id = $1::uuid
