-- task_put: a person must see to a letter; one open task a row
-- role: skranke_postman
-- in: $1 outbox id, $2 document id or null, $3 code
-- out: none
INSERT INTO mail_task (tenant_id, case_id, hearing_party_id, outbox_id, document_id, code)
SELECT o.tenant_id, o.case_id, o.hearing_party_id, o.id, $2::uuid, $3
  FROM outbox o
 WHERE o.id = $1::uuid AND (o.case_id IS NOT NULL OR o.hearing_party_id IS NOT NULL)
ON CONFLICT (outbox_id) WHERE closed_at IS NULL DO NOTHING
