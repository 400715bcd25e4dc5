-- message_remark_put: a message says that a remark is put right
-- role: skranke_citizen
-- in: $1 message id, $2 remark id
-- out: none
INSERT INTO inspection_told (tenant_id, case_id, message_id, remark_id)
SELECT m.tenant_id, m.case_id, m.id, $2::uuid FROM case_message m WHERE m.id = $1::uuid
