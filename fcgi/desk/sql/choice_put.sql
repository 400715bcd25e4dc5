-- choice_put: see these columns from now on
-- role: skranke_desk
-- in: $1 ids, a blank between
-- out: none
INSERT INTO desk_choice (tenant_id, desk_user_id, columns)
VALUES (session_tenant(), session_desk_user(), string_to_array($1, ' '))
ON CONFLICT (tenant_id, desk_user_id) DO UPDATE SET columns = excluded.columns
