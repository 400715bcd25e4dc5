-- clock_sweep: remove what is past its retention
-- role: skranke_clock
-- in: nothing
-- out: one (attempts, sessions, posts, drafts, files)
SELECT attempts, sessions, posts, drafts, blob_sweep() AS files FROM sweep()
