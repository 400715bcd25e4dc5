-- journal_screen_put: an entry of the public journal is screened, or opened
-- role: skranke_desk
-- in: $1 entry, $2 screened, $3 law, $4 reason
-- out: none
INSERT INTO journal_screen (tenant_id, entry_id, n, screened, law, reason, desk_user_id)
VALUES (current_setting('skranke.tenant', true), $1::uuid, 1, $2::boolean, $3, $4,
        session_desk_user())
