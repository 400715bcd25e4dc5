-- statement_list: what the person is asked for their view of, the newest first
-- role: skranke_citizen
-- out: many (id, asked_by, property, sent_at, due_at, answered_at)
SELECT id, asked_by, property, sent_at, due_at, answered_at FROM hearing_list()
