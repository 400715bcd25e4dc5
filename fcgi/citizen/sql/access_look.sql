-- access_look: a request to see a document, and its last answer, by a code; see the function
-- role: skranke_citizen
-- in: $1 code
-- out: maybe (title, number, case_number, asked_at, due_at, how, wish, answered_at, outcome, law,
--      reason, open_until, open, complained_at, complaint, forwarded_at, refusable, late)
SELECT title, number, case_number, asked_at, due_at, how, wish, answered_at, outcome, law, reason,
       open_until, open, complained_at, complaint, forwarded_at, refusable, due_at < now() AS late
  FROM access_look($1)
