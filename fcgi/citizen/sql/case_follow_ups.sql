-- case_follow_ups: what may follow one of the person's cases: why one cannot be begun (state, open
-- or done), and what is begun and not sent
-- role: skranke_citizen
-- in: $1 ref
-- out: many (service, release_id, why, draft_id, page) -- why: null where it can
SELECT f.service, f.release_id, f.why, f.draft_id, d.page
  FROM case_follow_ups($1) f
  LEFT JOIN draft d ON d.id = f.draft_id
