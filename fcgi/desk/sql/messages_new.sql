-- messages_new: how many cases have a message from the applicant that nobody has seen: mine and
-- nobody's, counted to 100
-- role: skranke_desk
-- out: one (n)
SELECT messages_new(100) AS n
