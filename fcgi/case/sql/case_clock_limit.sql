-- case_clock_limit: a clock of a case has another limit: by its table, or as was agreed on
-- role: skranke_desk skranke_clock
-- in: $1 tenant, $2 case id, $3 clock, $4 how often it has begun, $5 limit as a duration or null,
--     $6 law or null, $7 event or null, $8 what comes of passing it, or null, $9 percent of the
--     fee for each week, $10 agreed on or null, $11 days it had been paused then
-- out: none
UPDATE case_clock
   SET after = $5, law = $6, event = $7, overrun = $8, percent = $9::int,
       agreed_at = $10::timestamptz, agreed_paused = $11::int
 WHERE tenant_id = $1 AND case_id = $2::uuid AND clock = $3 AND n = $4::int
