-- hearing_parties: those who were asked for their view of one's own draft, in the order they were
-- told first
-- role: skranke_citizen
-- in: $1 draft id
-- out: many (id, hearing, key, name, property, graded, sha256, sent_at, due_at, open, read_at,
--      answered_at, answer, text, late, comment, files) -- sha256: of what they were told last;
--      open: there is time to answer; files: as file_line, of the answer to that
SELECT p.id, h.hearing, p.key, p.name, p.property, p.graded, t.sha256, p.sent_at, p.due_at,
       p.answered_at IS NULL AND p.due_at > now() AS open, p.read_at, p.answered_at, p.answer,
       p.text, p.late, p.comment,
       (SELECT string_agg(concat_ws(' ', f.id, b.sha256, b.media_type, b.size, b.verdict, f.name),
                E'\n' ORDER BY f.created_at, f.id)
          FROM hearing_file f
          JOIN hearing_answer a ON a.tenant_id = f.tenant_id AND a.party_id = f.party_id
               AND a.n = f.n AND a.told_id = p.told_id
          JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.sha256
         WHERE f.tenant_id = p.tenant_id AND f.party_id = p.id) AS files
  FROM hearing h
  JOIN hearing_party p ON p.hearing_id = h.id
  JOIN hearing_told t ON t.id = p.told_id
 WHERE h.draft_id = $1::uuid
 ORDER BY p.id
