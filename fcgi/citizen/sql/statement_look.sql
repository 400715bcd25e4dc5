-- statement_look: what one is asked for one's view of, by login or by the code on the letter; see
-- the function
-- role: skranke_citizen
-- in: $1 receiver or null, $2 code or null
-- out: maybe (state, id, told_id, service, release_id, hearing, ref, answers, files, asked_by,
--      words, law, name, property, sent_at, due_at, late, answered_at, answer, text, closed,
--      masked) -- masked: without what tells where somebody lives
SELECT state, id, told_id, service, release_id, hearing, ref, answers::text AS answers, files,
       asked_by, words, law, name, property, sent_at, due_at, late, answered_at, answer, text,
       closed, told_graded(told_id) AS masked
  FROM hearing_look($1::uuid, $2)
