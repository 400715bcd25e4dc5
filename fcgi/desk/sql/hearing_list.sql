-- hearing_list: those who were asked for their view of a case, or of the application before it was
-- sent, and what they said: the part of the case's page
-- role: skranke_desk
-- in: $1 ref
-- out: many (part, names, line)
SELECT h.part, h.names, h.line
  FROM case_file c, case_part_hearing(c.tenant_id, c.id) h
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.ref = $1
