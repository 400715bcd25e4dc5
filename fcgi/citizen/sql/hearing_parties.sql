-- hearing_parties: those who were asked for their view of one's own draft, in the order they were
-- told first
-- role: skranke_citizen
-- in: $1 draft id
-- out: many (id, hearing, key, name, property, graded, sha256, sent_at, due_at, open, read_at,
--      answered_at, answer, text, late, comment) -- sha256: of what they were told last; open:
--      there is time to answer
SELECT p.id, h.hearing, p.key, p.name, p.property, p.graded, t.sha256, p.sent_at, p.due_at,
       p.answered_at IS NULL AND p.due_at > now() AS open, p.read_at, p.answered_at, p.answer,
       p.text, p.late, p.comment
  FROM hearing h
  JOIN hearing_party p ON p.hearing_id = h.id
  JOIN hearing_told t ON t.id = p.told_id
 WHERE h.draft_id = $1::uuid
 ORDER BY p.id
