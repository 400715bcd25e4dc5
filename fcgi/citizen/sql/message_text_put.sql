-- message_text_put: keep what was written so far
-- role: skranke_citizen
-- in: $1 draft id, $2 number of what was asked for, or 0, $3 text
-- out: none
INSERT INTO draft_message (tenant_id, draft_id, n, text)
SELECT d.tenant_id, d.id, $2::int, $3 FROM draft d WHERE d.id = $1::uuid
ON CONFLICT (draft_id, n) DO UPDATE SET text = excluded.text
