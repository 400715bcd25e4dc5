-- proposal_recall: who sent it takes it back to write more
-- role: skranke_desk
-- in: $1 tenant, $2 locked case's id
-- out: maybe (revision)
UPDATE proposal SET status = 'draft', event = NULL, data = NULL, proposed_by = NULL,
       proposed_at = NULL, revision = revision + 1
 WHERE tenant_id = $1 AND case_id = $2::uuid AND status = 'proposed'
   AND proposed_by = session_desk_user()
RETURNING revision
