-- clock_sweep: remove what is past its retention
-- role: skranke_clock
-- in: nothing
-- out: one (attempts, sessions, posts, drafts)
SELECT attempts, sessions, posts, drafts FROM sweep()
