-- case_event_put: add to what has happened in a case; the trigger numbers and chains it
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 tenant, $2 case id, $3 event, $4 from state or null, $5 to state, $6 actor, $7 actor id or
--     null, $8 data
-- out: none
INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
VALUES ($1, $2::uuid, $3, $4, $5, $6, $7::uuid, $8::jsonb)
