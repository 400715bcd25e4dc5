-- request_waiting: how many requests to see a document wait, and is one late
-- role: skranke_desk
-- out: one (waiting, late)
SELECT waiting, late FROM access_waiting()
