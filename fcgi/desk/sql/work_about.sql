-- work_about: what stands around a list, how many cases each has to begin with; see the function
-- role: skranke_desk
-- out: many (part, names, line) -- parts count, news, letters, graded (each to 100), service,
--      chosen, search, staff, unit, label
SELECT part, names, line FROM worklist_about(100)
