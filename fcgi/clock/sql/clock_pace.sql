-- clock_pace: how long cases of each service take is worked out again, unless it lately was
-- role: skranke_clock
-- in: $1 minutes
-- out: one (services)
SELECT case_pace_refresh($1::int) AS services
