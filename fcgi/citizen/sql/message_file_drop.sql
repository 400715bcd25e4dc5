-- message_file_drop: a file is taken out of what is not sent yet
-- role: skranke_citizen
-- in: $1 draft id, $2 file id
-- out: none
DELETE FROM attachment WHERE id = $2::uuid AND draft_id = $1::uuid AND kind = 'message'
