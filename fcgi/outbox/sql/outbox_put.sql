-- outbox_put: promise that something happens after this transaction
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 id, $2 tenant, $3 case id, $4 kind, $5 payload as JSON
-- out: none
INSERT INTO outbox (id, tenant_id, case_id, kind, payload)
VALUES ($1::uuid, $2, $3::uuid, $4, $5::jsonb)
