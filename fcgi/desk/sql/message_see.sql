-- message_see: a message has been seen, in one's own name
-- role: skranke_desk
-- in: $1 ref, $2 message id
-- out: none
UPDATE case_message SET seen_by = session_desk_user()
 WHERE tenant_id = current_setting('skranke.tenant', true) AND case_id = (SELECT case_of($1))
   AND id = $2::uuid AND seen_at IS NULL
