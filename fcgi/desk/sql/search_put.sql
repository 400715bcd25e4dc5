-- search_put: save a search; one's own of the same name is replaced
-- role: skranke_desk
-- in: $1 id, $2 name, $3 query of the address, $4 is it shared?
-- out: none
INSERT INTO desk_search (id, tenant_id, desk_user_id, name, query, shared)
VALUES ($1::uuid, session_tenant(), session_desk_user(), $2, $3, $4::boolean)
ON CONFLICT (tenant_id, desk_user_id, name) DO UPDATE
    SET query = excluded.query, shared = excluded.shared
