-- proposal_return: what waited for approval goes back to who wrote it, with why
-- role: skranke_desk
-- in: $1 tenant, $2 locked case's id, $3 comment
-- out: maybe (revision)
UPDATE proposal SET status = 'returned', event = NULL, data = NULL, proposed_by = NULL,
       proposed_at = NULL, returned_by = session_desk_user(), returned_at = now(), comment = $3,
       revision = revision + 1
 WHERE tenant_id = $1 AND case_id = $2::uuid AND status = 'proposed'
RETURNING revision
