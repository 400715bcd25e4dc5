-- deadline_put: have an event fired when its time comes
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 id, $2 tenant, $3 case id, $4 event, $5 due, $6 law or null
-- out: none
INSERT INTO deadline (id, tenant_id, case_id, event, due_at, law)
VALUES ($1::uuid, $2, $3::uuid, $4, $5::timestamptz, $6)
