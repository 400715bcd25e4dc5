-- people_put: where paper goes, as a register of people has it
-- role: skranke_owner
-- in: $1 the file
-- out: one (kept, removed, graded, unknown)
SELECT kept, removed, graded, unknown FROM people_put($1::xml)
