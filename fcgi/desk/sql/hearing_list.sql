-- hearing_list: those who were asked for their view of a case, or of the application before it was
-- sent, and what they said
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, hearing, name, property, graded, sent_at, due_at, answered_at, answer, text, late,
--      how, comment, files, complains) -- complains: a complaint waits to be taken; files: as file_line, of the case's documents
SELECT p.id, h.hearing, p.name, p.property, p.graded, p.sent_at, p.due_at, p.answered_at, p.answer,
       p.text, p.late, p.how, p.comment,
       (SELECT string_agg(l.line, E'\n' ORDER BY l.id)
          FROM hearing_file f
          JOIN file_line l ON l.id = f.id
         WHERE f.tenant_id = p.tenant_id AND f.party_id = p.id) AS files,
       EXISTS (SELECT FROM heard_complaint k
                WHERE k.party_id = p.id AND k.taken_at IS NULL) AS complains
  FROM case_file c
  JOIN hearing h ON h.tenant_id = c.tenant_id AND h.case_id = c.id
  JOIN hearing_party p ON p.hearing_id = h.id
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.ref = $1
 ORDER BY h.created_at, p.id
