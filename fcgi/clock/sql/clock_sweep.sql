-- clock_sweep: remove what is past its retention
-- role: skranke_clock
-- in: nothing
-- out: one (attempts, sessions, posts, drafts, files, requests)
SELECT attempts, sessions, posts, drafts, blob_sweep() AS files, access_sweep() AS requests
  FROM sweep()
