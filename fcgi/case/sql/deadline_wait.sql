-- deadline_wait: have an event fired a while after the letters of this transaction were told of
-- role: skranke_citizen skranke_desk skranke_clock
-- in: $1 id, $2 tenant, $3 case id, $4 event, $5 law or null, $6 duration, $7 whether a day off
--     moves it
-- out: none
INSERT INTO deadline (id, tenant_id, case_id, event, law, after, workday)
VALUES ($1::uuid, $2, $3::uuid, $4, $5, $6, $7::boolean)
