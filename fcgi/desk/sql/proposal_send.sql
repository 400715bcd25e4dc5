-- proposal_send: what was just kept waits for somebody else's eyes
-- role: skranke_desk
-- in: $1 tenant, $2 locked case's id, $3 the event that it is to be, $4 what that will hold
-- out: maybe (revision)
UPDATE proposal SET status = 'proposed', event = $3, data = $4::jsonb,
       proposed_by = session_desk_user(), proposed_at = now(), returned_by = NULL,
       returned_at = NULL, comment = NULL, revision = revision + 1
 WHERE tenant_id = $1 AND case_id = $2::uuid
RETURNING revision
