-- clock_remind: ask for a reminder of each draft that is soon removed, once while it lies untouched
-- role: skranke_clock
-- in: nothing
-- out: one (reminders)
SELECT draft_remind() AS reminders
