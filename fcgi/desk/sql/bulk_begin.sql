-- bulk_begin: an act on many cases is done now, once
-- role: skranke_desk
-- in: $1 id, $2 kind, $3 how many were chosen, $4 label or title
-- out: maybe (id) -- no row: it has been done already
INSERT INTO bulk_act (id, tenant_id, kind, by_id, chosen, what)
VALUES ($1::uuid, session_tenant(), $2, session_desk_user(), $3::int, $4)
ON CONFLICT (id) DO NOTHING
RETURNING id
