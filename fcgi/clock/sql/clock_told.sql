-- clock_told: deadlines whose letters have been told of, and that have no day yet
-- role: skranke_clock
-- out: many (id, after, workday, from_at)
SELECT id, after, workday, from_at FROM deadline
 WHERE due_at IS NULL AND from_at IS NOT NULL
 ORDER BY from_at
 LIMIT 200
