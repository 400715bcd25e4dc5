-- graded_waiting: how many open cases are not shown because of a graded address, counted to a
-- hundred
-- role: skranke_desk
-- out: one (waiting)
SELECT graded_waiting() AS waiting
