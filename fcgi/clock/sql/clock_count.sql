-- clock_count: the day of a deadline that waited; once, however many clocks run
-- role: skranke_clock
-- in: $1 deadline id, $2 due
-- out: one (counted)
SELECT deadline_count($1::uuid, $2::timestamptz) AS counted
