-- work_counts: how many cases each list has, counted to 100
-- role: skranke_desk
-- out: one (mine, ledige, snart, over, venter, alle)
SELECT mine, ledige, snart, over, venter, alle FROM worklist_counts(100)
